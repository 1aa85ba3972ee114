import type { CrsDefinition, DatumDefinition, Pack, Text } from '../../packs/index.ts';
import { foldCrsName, projectionKey, type CrsFacts, type DatumFacts, type Projection } from './crs-facts.ts';
import { readProj4 } from './read-proj4.ts';

/** A reference system that positions can be taken out of, with what is known of the way to WGS 84. */
export interface SourceCrs {
  /** `EPSG:9209`; null for one that only the file's own parameters define. */
  readonly code: string | null;
  readonly title: Text;
  /** proj4 string or WKT 1 that proj4js reads, with exactly the parameters that are used. */
  readonly definition: string;
  readonly geographic: boolean;
  readonly datum: string | null;
  /** Transformation to WGS 84, `EPSG:6960`; empty where there is none to make. */
  readonly method: string;
  /** Null: nobody knows. */
  readonly errorMetres: number | null;
  readonly note?: Text;
}

/** The systems and datums of the packs, found by the many ways in which files name them. */
export class CrsBook {
  readonly definitions: readonly CrsDefinition[];
  readonly #byName = new Map<string, CrsDefinition>();
  readonly #byShape = new Map<string, CrsDefinition>();
  readonly #projections = new Map<CrsDefinition, Projection>();
  readonly #datums: readonly DatumDefinition[];

  constructor(packs: readonly Pack[]) {
    this.definitions = packs.flatMap((pack) => pack.crs);
    this.#datums = packs.flatMap((pack) => pack.datums);
    for (const definition of this.definitions) {
      for (const name of [definition.code, definition.uri, ...(definition.aliases ?? [])]) {
        this.#byName.set(foldCrsName(name), definition);
      }
      const projection = readProj4(definition.proj4)!.projection;
      this.#projections.set(definition, projection);
      const shape = shapeKey(definition.datum ?? null, projection);
      if (shape !== null && !this.#byShape.has(shape)) this.#byShape.set(shape, definition);
    }
  }

  /** By code (`EPSG:5897`, `urn:ogc:def:crs:EPSG::5897`), URI or alias. */
  named(name: string): CrsDefinition | undefined {
    const authority =
      /^(?:urn:(?:x-)?ogc:def:crs:|https?:\/\/www\.opengis\.net\/(?:def\/crs|gml\/srs)\/)?(\w+)[:/#].*?(\w+)$/i;
    const parts = authority.exec(name.trim());
    return (
      this.#byName.get(foldCrsName(name)) ?? (parts ? this.#byName.get(foldCrsName(parts[1]! + parts[2]!)) : undefined)
    );
  }

  datum(id: string | null | undefined): DatumDefinition | undefined {
    return this.#datums.find((datum) => datum.id === id);
  }

  /** The datum that a file means: by code, by name, by MapInfo's number, by a translation that lies within 3 m. */
  datumOf(facts: DatumFacts): DatumDefinition | undefined {
    const names = facts.names.map(foldCrsName);
    const find = (test: (datum: DatumDefinition) => boolean) => this.#datums.find(test);
    return (
      find((datum) => datum.names.some((name) => names.includes(foldCrsName(name)))) ??
      find((datum) => facts.code !== null && (datum.codes ?? []).includes(facts.code)) ??
      find((datum) => facts.mapinfo !== undefined && (datum.mapinfo ?? []).includes(facts.mapinfo)) ??
      find((datum) => facts.shift !== null && (datum.shifts ?? []).some((shift) => isNear(shift, facts.shift!)))
    );
  }

  /** The packs' own definition with this datum and projection. */
  shaped(datum: string, projection: Projection): CrsDefinition | undefined {
    const key = shapeKey(datum, projection);
    return key === null ? undefined : this.#byShape.get(key);
  }

  projection(definition: CrsDefinition): Projection {
    return this.#projections.get(definition)!;
  }

  /** Systems to try where a file does not say its own. */
  candidates(): SourceCrs[] {
    return this.definitions.filter(({ candidate }) => candidate === true).map((each) => this.take(each));
  }

  take(definition: CrsDefinition): SourceCrs {
    const datum = this.datum(definition.datum);
    return {
      code: definition.code,
      title: definition.title,
      definition: definition.proj4,
      geographic: this.projection(definition).kind === 'geographic',
      datum: datum?.id ?? null,
      method: datum?.method ?? '',
      errorMetres: datum ? datum.errorMetres : null,
      ...(datum?.note ? { note: datum.note } : {}),
    };
  }

  /** A system that no pack lists, of a datum that one does: its projection with the packs' way to WGS 84. */
  make(datum: DatumDefinition, facts: Pick<CrsFacts, 'name' | 'projection'>): SourceCrs | null {
    const { projection } = facts;
    if (projection.kind === 'other') return null;
    const known = this.shaped(datum.id, projection);
    if (known) return this.take(known);
    const shift = datum.toWgs84 === '' ? '' : ` +towgs84=${datum.toWgs84}`;
    return {
      code: null,
      title: titleOf(datum, projection),
      definition: `${projectionText(projection)} ${datum.ellipsoid}${shift} +no_defs`,
      geographic: projection.kind === 'geographic',
      datum: datum.id,
      method: datum.method,
      errorMetres: datum.errorMetres,
      ...(datum.note ? { note: datum.note } : {}),
    };
  }
}

function shapeKey(datum: string | null, projection: Projection): string | null {
  const key = projectionKey(projection);
  return datum === null || key === null ? null : `${datum} ${key}`;
}

const nearMetres = 3;

function isNear(shift: readonly number[], found: readonly number[]): boolean {
  return found.length >= 3 && shift.slice(0, 3).every((value, index) => Math.abs(value - found[index]!) < nearMetres);
}

function projectionText(projection: Exclude<Projection, { kind: 'other' }>): string {
  if (projection.kind === 'geographic') return '+proj=longlat';
  const { meridian, latitude, scale, east, north, metres } = projection;
  const origin = `+lat_0=${latitude} +lon_0=${meridian} +k=${scale} +x_0=${east * metres} +y_0=${north * metres}`;
  return `+proj=tmerc ${origin} ${metres === 1 ? '+units=m' : `+to_meter=${metres}`}`;
}

function titleOf({ title }: DatumDefinition, projection: Exclude<Projection, { kind: 'other' }>): Text {
  if (projection.kind === 'geographic') return title;
  const { meridian, scale } = projection;
  const degrees = meridianText(meridian);
  return {
    vi: `${title.vi}, kinh tuyến trục ${degrees}, hệ số ${String(scale).replace('.', ',')}`,
    en: `${title.en}, central meridian ${degrees}, scale ${scale}`,
  };
}

function meridianText(meridian: number): string {
  const minutes = Math.round(meridian * 60 * 100) / 100;
  return `${Math.floor(minutes / 60)}°${String(minutes % 60).padStart(2, '0')}'`;
}
