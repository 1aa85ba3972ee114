import type { ByteSource } from '../byte-source.ts';
import { uniqueColumns } from '../columns.ts';
import type { Detection, Layer, LayerCrs, RowBatch } from '../model.ts';
import { problem } from '../problems.ts';
import type { FormatReader, Inspected, LayerParts } from '../reader.ts';
import type { Reading } from '../reading.ts';
import { rawOf, RowBatches } from '../row-batches.ts';
import { crsName } from '../stated-crs.ts';
import { readXml, xmlEncoding, xmlEvents, type XmlEncoding } from '../xml/xml-stream.ts';
import { GmlHandler, type GmlFeature } from './gml-handler.ts';

/** What the reader needs to know. */
interface GmlSettings {
  readonly encoding: string;
  /** Name of the element that is a feature. */
  readonly type: string;
  /** Properties by column. */
  readonly names: readonly string[];
  /** The system of the layer, as text to compare with; null where none is named. */
  readonly crs: string | null;
}

/** GML 2, 3.1 and 3.2 and answers of WFS: a layer for each type of feature. */
export const gmlReader: FormatReader = {
  formats: ['gml'],
  companions: ['xsd', 'gfs'],
  inspect: inspectGml,
  read: readGml,
};

const mostTypes = 1_000;

class TypeSurvey {
  readonly names = new Set<string>();
  readonly geometryTypes = new Set<string>();
  crs: LayerCrs | null = null;
  northFirst = false;
  otherCrs = 0;
  records = 0;
  hasGeometry = false;

  add(feature: GmlFeature): void {
    this.records += 1;
    for (const name of feature.values.keys()) this.names.add(name);
    this.hasGeometry ||= feature.hasGeometry;
    if (feature.geometry) this.geometryTypes.add(feature.geometry.type);
    if (!feature.srs) return;
    if (this.crs === null) {
      this.crs = feature.srs.crs;
      this.northFirst = feature.srs.northFirst;
    } else if (crsName(this.crs) !== crsName(feature.srs.crs)) this.otherCrs += 1;
  }
}

async function inspectGml(source: ByteSource, reading: Reading): Promise<Inspected> {
  const layers = await layersIn(source, reading, await xmlEncoding(source, reading));
  const tables = layers.map(({ table = '' }) => table);
  const choice = reading.encodingOfOne(source.name, tables);
  if (!choice) return { layers };
  return { layers: await layersIn(source, reading, await xmlEncoding(source, reading, choice)) };
}

async function layersIn(source: ByteSource, reading: Reading, encoding: XmlEncoding): Promise<LayerParts[]> {
  const types = new Map<string, TypeSurvey>();
  const limit = reading.limits.columns;
  const handler = new GmlHandler((feature) => {
    let survey = types.get(feature.type);
    if (!survey) types.set(feature.type, (survey = new TypeSurvey()));
    if (types.size > mostTypes) throw problem('too-many-entries', { file: source.name, limit: mostTypes });
    survey.add(feature);
    if (survey.names.size > limit) throw problem('too-many-columns', { file: source.name, limit });
  }, reading.limits.recordBytes);
  await readXml({ source, encoding: encoding.value }, reading, handler);
  if (types.size === 0) throw problem('no-features', { file: source.name });
  return [...types].map(([type, survey]) => layerOf(type, survey, encoding, types.size > 1));
}

function layerOf(type: string, survey: TypeSurvey, encoding: XmlEncoding, isOneOfSeveral: boolean): LayerParts {
  const settings: GmlSettings = {
    encoding: encoding.value,
    type,
    names: [...survey.names],
    crs: survey.crs && crsName(survey.crs),
  };
  return {
    format: 'gml',
    ...(isOneOfSeveral ? { table: type } : {}),
    columns: uniqueColumns(settings.names),
    hasGeometry: survey.hasGeometry,
    ...(survey.crs ? { crs: survey.crs } : {}),
    detected: [...encoding.detected, ...gmlDetections(type, survey)],
    settings: { ...settings },
    empty: false,
  };
}

function gmlDetections(type: string, survey: TypeSurvey): Detection[] {
  const detected: Detection[] = [{ what: 'feature-type', value: type, reason: 'structure', confidence: 1 }];
  if (survey.hasGeometry) {
    const { crs, northFirst } = survey;
    detected.push(
      crs
        ? { what: 'crs', value: crsName(crs), reason: 'declared-by-file', confidence: 0.9 }
        : { what: 'crs', value: '', reason: 'not-stated', confidence: 0 },
      {
        what: 'axis-order',
        value: northFirst ? 'yx' : 'xy',
        reason: 'defined-by-srs-name',
        confidence: crs ? 0.9 : 0.5,
      },
    );
  }
  if (survey.geometryTypes.size > 0) {
    const value = [...survey.geometryTypes].toSorted().join(', ');
    detected.push({ what: 'geometry-type', value, reason: 'all-features-looked-at', confidence: 1 });
  }
  if (survey.otherCrs > 0) {
    detected.push({ what: 'other-crs', value: String(survey.otherCrs), reason: 'not-the-layers', confidence: 1 });
  }
  return detected;
}

async function* readGml(
  source: ByteSource,
  layer: Layer,
  reading: Reading,
  batchRows: number,
): AsyncGenerator<RowBatch> {
  const settings = layer.settings as unknown as GmlSettings;
  const batches = new RowBatches(layer.hasGeometry, batchRows);
  const handler = new GmlHandler((feature) => {
    if (feature.type !== settings.type) return;
    const row = settings.names.map((name) => feature.values.get(name) ?? null);
    const { position, geometry, fault, detail, srs, id } = feature;
    const isElsewhere = geometry !== null && srs !== null && crsName(srs.crs) !== settings.crs;
    if (fault) batches.reject(position, fault, rawOf(layer.columns, row), detail);
    else if (isElsewhere) batches.reject(position, 'invalid-geometry', rawOf(layer.columns, row), crsName(srs.crs));
    else batches.add(position, row, geometry, id);
  }, reading.limits.recordBytes);
  let bytesRead = 0;
  for await (bytesRead of xmlEvents({ source, encoding: settings.encoding }, reading, handler)) {
    if (batches.isFull) yield batches.take(bytesRead);
  }
  if (!batches.isEmpty) yield batches.take(bytesRead);
}
