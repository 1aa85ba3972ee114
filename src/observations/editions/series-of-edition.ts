import { findCollection, rowsOfEdition, type Collection, type EditionRow } from '../../features/index.ts';
import { Problem, recordProblem, type Db } from '../../kernel/index.ts';
import type { Reading } from '../model.ts';
import type { PackSet, Property, SeriesColumns, Standard } from '../../packs/index.ts';
import type { Matched, SeriesBook, SeriesKey, SeriesTraits } from '../series/series-book.ts';
import { DeliveryInBatches } from '../store/delivery-in-batches.ts';
import type { Intake } from '../store/intake.ts';
import { ensureNetworkOf } from './network-of-dataset.ts';
import { SeenStations } from './seen-stations.ts';

export interface EditionContext {
  readonly db: Db;
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
 * id. Doing it again changes nothing. Gives the receipt; null where the records hold no series.
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
  const stations = new SeenStations(context.db, network);
  const delivery = new DeliveryInBatches(context.intake, {
    ...{ network, door: 'source', sender: `collection:${id}`, mode: 'upsert', key: `${id} edition ${edition}` },
  });
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
  delivery: DeliveryInBatches,
  { network, columns, parameters, position, row, stations }: RecordOfEdition,
): Promise<void> {
  const station = String(row.values[columns.station] ?? '');
  const at = Date.parse(String(row.values[columns.time] ?? ''));
  if (station === '' || Number.isNaN(at)) return;
  const name = columns.name === undefined ? null : row.values[columns.name];
  stations.note(station, typeof name === 'string' ? name : null, row.geometry);
  for (const { name: parameter, unit = '', title } of parameters) {
    const value = row.values[parameter];
    if (typeof value !== 'number') continue;
    const key: SeriesKey = { station, parameter, unit };
    try {
      const matched = book.known(network, key) ?? (await book.match(network, key, traitsOf(columns, title)));
      const readingIn = ({ series, convert }: Matched): Reading => ({ series, at, value: convert(value) });
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
