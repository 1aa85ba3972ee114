import { findCollection, rowsEndedBy, rowsOfEdition, type Collection, type EditionRow } from '../../features/index.ts';
import { Problem, recordProblem, type Clock, type Db } from '../../kernel/index.ts';
import type { Reading } from '../model.ts';
import type { PackSet, Property, SeriesColumns, Standard } from '../../packs/index.ts';
import type { Matched, SeriesBook } from '../series/series-book.ts';
import type { SeriesKey, SeriesTraits } from '../series/series-key.ts';
import { withdrawValues } from '../store/withdraw-values.ts';
import { byItself, DeliveryInBatches, type Again } from '../store/delivery-in-batches.ts';
import type { Intake } from '../store/intake.ts';
import { ensureNetworkOf } from './network-of-dataset.ts';
import { SeenStations } from './seen-stations.ts';

export interface EditionContext {
  readonly db: Db;
  readonly clock: Clock;
  /** Told when values have been taken out of series. */
  readonly onChanged: () => void;
  readonly intake: Intake;
  readonly book: SeriesBook;
  readonly packs: () => PackSet;
}

/** What a standard says now; a collection keeps the standard of its time, which may be older than its series. */
function seriesOf(packs: PackSet, { standard }: Collection): { columns: SeriesColumns; standard: Standard } | null {
  const now = packs.packs
    .flatMap(({ standards }) => standards)
    .find(({ id, pack }) => id === standard.id && pack === standard.pack);
  const columns = standard.series ?? now?.series;
  return columns ? { columns, standard } : null;
}

/**
 * Stores the values of an edition's records in the series of their stations: the dataset is a network then, under the same
 * id. What the edition took away goes from them: records that a full delivery does not hold, a rollback, a cell that is
 * empty now. Doing it again changes nothing. Gives the receipt; null where the records hold no series.
 */
export async function storeEdition(
  context: EditionContext,
  id: string,
  edition: number,
  signal: AbortSignal,
): Promise<number | null> {
  const collection = await findCollection(context.db, id);
  const found = collection && seriesOf(context.packs(), collection);
  if (!collection || !found) return null;
  const { columns, standard } = found;
  const network = collection.dataset;
  await ensureNetworkOf(context.db, network, collection.title);
  const parameters = parametersOf(standard, columns);
  const wanted = [columns.station, columns.time, ...(columns.name ? [columns.name] : []), ...parameters.map(nameOf)];
  const sender = `collection:${id}`;
  await withdrawEnded(context, collection, edition, { network, sender, columns, parameters, signal });
  const stations = new SeenStations(context.db, network);
  const head = { network, door: 'source', sender, mode: 'upsert', key: `${id} edition ${edition}` } as const;
  const delivery = new DeliveryInBatches(context.intake, head, byItself);
  let position = 0;
  for await (const rows of rowsOfEdition(context.db, collection, edition, [...new Set(wanted)])) {
    for (const row of rows) {
      position++;
      signal.throwIfAborted();
      await addRecord(context, delivery, { network, columns, parameters, position, row, stations });
      if (delivery.isFull) await delivery.pass();
    }
    if (delivery.isRepeated) break;
  }
  const { receipt } = await delivery.end();
  await stations.write();
  return receipt;
}

interface Ended {
  readonly network: string;
  readonly sender: string;
  readonly columns: SeriesColumns;
  readonly parameters: readonly Property[];
  readonly signal: AbortSignal;
}

async function withdrawEnded(
  { db, clock, onChanged }: EditionContext,
  collection: Collection,
  edition: number,
  { network, sender, columns, parameters, signal }: Ended,
): Promise<void> {
  if (parameters.length === 0) return;
  let taken = 0;
  const place = [columns.station, columns.time];
  for await (const rows of rowsEndedBy(db, collection, edition, place, parameters.map(nameOf))) {
    signal.throwIfAborted();
    const values = rows.flatMap((row) => {
      const { station, at } = placeOf(columns, row);
      const lost = parameters.filter(({ name }) => typeof row[name] === 'number');
      return station === '' || Number.isNaN(at) ? [] : lost.map(({ name }) => ({ station, parameter: name, at }));
    });
    taken += await withdrawValues(db, network, sender, values, clock.now());
  }
  if (taken > 0) onChanged();
}

/** Code of the station and moment (milliseconds since 1970) of a record; '' and NaN where it does not say them. */
function placeOf({ station, time }: SeriesColumns, row: EditionRow['values']): { station: string; at: number } {
  return { station: String(row[station] ?? ''), at: Date.parse(String(row[time] ?? '')) };
}

const nameOf = ({ name }: Property): string => name;

function parametersOf({ properties }: Standard, { parameters }: SeriesColumns): Property[] {
  const isValue = ({ type, unit }: Property): boolean =>
    (type === 'number' || type === 'integer') && unit !== undefined;
  return properties.filter((property) => (parameters ? parameters.includes(property.name) : isValue(property)));
}

interface RecordOfEdition {
  readonly network: string;
  readonly columns: SeriesColumns;
  readonly parameters: readonly Property[];
  readonly position: number;
  readonly row: EditionRow;
  readonly stations: SeenStations;
}

async function addRecord(
  { book }: EditionContext,
  delivery: DeliveryInBatches<Again>,
  { network, columns, parameters, position, row, stations }: RecordOfEdition,
): Promise<void> {
  const { station, at } = placeOf(columns, row.values);
  if (station === '' || Number.isNaN(at)) return;
  const name = columns.name === undefined ? null : row.values[columns.name];
  stations.note(station, typeof name === 'string' ? name : null, row.geometry);
  for (const { name: parameter, unit = '', title } of parameters) {
    const value = row.values[parameter];
    if (typeof value !== 'number') continue;
    const key: SeriesKey = { station, parameter, unit };
    try {
      const matched = book.known(network, key) ?? (await book.match(network, key, traitsOf(columns, title)));
      const readingIn = ({ series, revision, convert }: Matched): Reading => ({
        ...{ series, at, value: convert(value) },
        ...(revision !== undefined && { revision }),
      });
      delivery.add(readingIn(matched), position, async (gone) =>
        readingIn(await book.matchAgain(network, key, traitsOf(columns, title), gone)),
      );
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      delivery.refuse({ position, raw: `${station} ${parameter} ${value}`, problem: recordProblem(error) });
    }
  }
}

function traitsOf({ stamp }: SeriesColumns, title: Property['title']): SeriesTraits {
  return { parameters: [], title, stamp, everySeconds: null, about: {} };
}
