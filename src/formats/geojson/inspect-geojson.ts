import type { ByteSource } from '../byte-source.ts';
import { uniqueColumns } from '../columns.ts';
import type { Detection } from '../model.ts';
import { problem } from '../problems.ts';
import type { LayerParts } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { isObject } from './feature.ts';
import { featuresOfDocument, featuresOfSequence, kindOfJson, type Found, type JsonKind } from './features-of.ts';

/** What `readGeojson` needs to know. */
export interface GeojsonSettings {
  readonly kind: JsonKind;
  /** Property names by column; columns are these, made unique and never empty. */
  readonly keys: readonly string[];
  /** Name in the legacy `crs` member, else null: longitude and latitude on WGS 84. */
  readonly crs: string | null;
}

/**
 * Looks at every feature once: the columns are all property names that occur, in the order they first do.
 * Throws Problems `plain-json`, `truncated-file`, `damaged-file`, `json-too-deep`, `record-too-long`, `too-many-columns`.
 */
export async function inspectGeojson(source: ByteSource, reading: Reading): Promise<LayerParts> {
  const kind = await kindOfJson(source.open(), source.name, reading);
  if (kind === null) throw problem('plain-json', { file: source.name, looksLike: 'JSON [ … ]' });
  const survey = new Survey(source.name, reading.limits.columns);
  const crs = await surveyFeatures(source, kind, survey, reading);
  if (survey.features === 0 && survey.records > 0 && kind !== 'collection') {
    throw problem('plain-json', { file: source.name, looksLike: survey.firstType });
  }
  const settings: GeojsonSettings = { kind, keys: [...survey.keys], crs };
  return {
    format: kind === 'lines' || kind === 'sequence' ? 'geojsonl' : 'geojson',
    columns: uniqueColumns(settings.keys),
    hasGeometry: survey.records === 0 || survey.geometryTypes.size > 0,
    detected: detections(kind, crs, survey),
    settings: { ...settings },
    empty: survey.records === 0,
  };
}

/** Returns the name of the legacy CRS, if one is given. */
async function surveyFeatures(
  source: ByteSource,
  kind: JsonKind,
  survey: Survey,
  reading: Reading,
): Promise<string | null> {
  if (kind === 'lines' || kind === 'sequence') {
    const records = featuresOfSequence(source.open(), kind, source.name, reading);
    const { lastIsWhole } = await consume(records, survey);
    if (!lastIsWhole && survey.lastIsInvalidJson) {
      throw problem('truncated-file', { file: source.name, place: `№ ${survey.records}` });
    }
    return null;
  }
  const root = await consume(featuresOfDocument(source.open(), source.name, reading), survey);
  if (kind === 'collection' && root.type !== 'FeatureCollection') {
    throw problem('plain-json', { file: source.name, looksLike: 'JSON { "features": … }' });
  }
  return root.crs;
}

async function consume<T>(batches: AsyncGenerator<Found[], T>, survey: Survey): Promise<T> {
  for (;;) {
    const { done, value } = await batches.next();
    if (done) return value;
    for (const found of value) survey.add(found);
  }
}

class Survey {
  readonly keys = new Set<string>();
  readonly geometryTypes = new Set<string>();
  records = 0;
  features = 0;
  lastIsInvalidJson = false;
  firstType = 'JSON';
  readonly #file: string;
  readonly #maxColumns: number;

  constructor(file: string, maxColumns: number) {
    this.#file = file;
    this.#maxColumns = maxColumns;
  }

  add({ parsed, bytes }: Found): void {
    this.records += 1;
    this.lastIsInvalidJson = 'reason' in parsed && parsed.reason === 'invalid-json';
    if ('reason' in parsed) {
      if (this.records === 1) this.firstType = typeOf(bytes);
      // A broken feature is still one: the file is GeoJSON with errors, not JSON of another kind.
      if (parsed.reason === 'invalid-geometry') this.features += 1;
      return;
    }
    this.features += 1;
    if (parsed.geometry) this.geometryTypes.add(parsed.geometry.type);
    for (const key of Object.keys(parsed.properties)) this.keys.add(key);
    if (this.keys.size > this.#maxColumns) {
      throw problem('too-many-columns', { file: this.#file, limit: this.#maxColumns });
    }
  }
}

function typeOf(bytes: Buffer): string {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return isObject(value) && typeof value['type'] === 'string'
      ? `JSON "type": "${value['type'].slice(0, 40)}"`
      : 'JSON';
  } catch {
    return 'JSON';
  }
}

function detections(kind: JsonKind, crs: string | null, survey: Survey): Detection[] {
  const detected: Detection[] = [
    { what: 'records-stand-as', value: kind, reason: 'structure', confidence: 1 },
    {
      what: 'crs',
      value: crs ?? 'OGC:CRS84',
      reason: crs ? 'legacy-crs-member' : 'rfc7946-default',
      confidence: crs ? 0.9 : 0.7,
    },
  ];
  if (survey.geometryTypes.size > 0) {
    const value = [...survey.geometryTypes].toSorted().join(', ');
    detected.push({ what: 'geometry-type', value, reason: 'all-features-looked-at', confidence: 1 });
  }
  return detected;
}
