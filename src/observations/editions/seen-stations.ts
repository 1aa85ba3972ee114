import { sql, type Db } from '../../kernel/index.ts';

interface Seen {
  name: string | null;
  position: string | null;
}

/** GeoJSON, as SensorThings calls it (18-088, table 7). */
const geoJson = 'application/geo+json';

/** What the records of a delivery say of each station: its name and where it stands. */
export class SeenStations {
  readonly #db: Db;
  readonly #network: string;
  readonly #seen = new Map<string, Seen>();

  constructor(db: Db, network: string) {
    this.#db = db;
    this.#network = network;
  }

  /** The newest name and position count. */
  note(code: string, name: string | null, position: string | null): void {
    const seen = this.#seen.get(code);
    if (!seen) this.#seen.set(code, { name, position });
    else {
      seen.name = name ?? seen.name;
      seen.position = position ?? seen.position;
    }
  }

  /** Names the stations that go by their code, and places those that stand nowhere yet. */
  async write(): Promise<void> {
    for (const [code, { name, position }] of this.#seen) {
      if (name !== null) {
        await this.#db.query(sql`
          update thing set name = ${name} where network = ${this.#network} and code = ${code} and name = code`);
      }
      if (position !== null) await placeStation(this.#db, this.#network, code, position);
    }
  }
}

/** Gives a station its first location; one that it has is somebody's word and stays. */
export async function placeStation(db: Db, network: string, code: string, position: string): Promise<void> {
  await db.query(sql`
    with unplaced as (
        select id, name from thing t where network = ${network} and code = ${code}
          and not exists (select 1 from thing_location where thing = t.id)),
      place as (
        insert into location (network, name, description, encoding_type, location, geom)
        select ${network}, name, name, ${geoJson}, ${position}::jsonb, ST_SetSRID(ST_GeomFromGeoJSON(${position}), 4326)
        from unplaced returning id),
      stood as (
        insert into historical_location (network, thing, time) select ${network}, id, now() from unplaced returning id),
      linked as (
        insert into historical_location_location (historical_location, location)
        select stood.id, place.id from stood, place)
    insert into thing_location (thing, location) select unplaced.id, place.id from unplaced, place`);
}
