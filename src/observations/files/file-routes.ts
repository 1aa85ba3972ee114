import { smallFiles, type FileLayout } from '../../formats/index.ts';
import { Problem, recordProblem, route, type ApiRequest, type Route, type Upload } from '../../kernel/index.ts';
import type { MatchedSeries, ObservationsContext } from '../model.ts';
import { networkToFill } from '../networks/network-access.ts';
import { keyParameter, nameParameter, takenReply } from '../receipts/taken-delivery.ts';
import type { Matched, SeriesBook } from '../series/series-book.ts';
import type { SeriesKey, SeriesTraits } from '../series/series-key.ts';
import { storeOrSpill } from '../spill/keep-request.ts';
import type { Spill } from '../spill/spill.ts';
import { byItself, DeliveryInBatches } from '../store/delivery-in-batches.ts';
import type { TakesBatches } from '../store/batch.ts';
import type { Intake } from '../store/intake.ts';
import { readStationFile, type StationFile } from './read-station-file.ts';

/** Files of stations as they come: one, or many in a zip. */
export function fileRoutes(context: ObservationsContext, intake: Intake, book: SeriesBook, spill: Spill): Route[] {
  return [
    route({
      method: 'POST',
      path: '/networks/{networkId}/files',
      operationId: 'takeStationFiles',
      tag: 'stations',
      summary: { vi: 'Giao tệp số liệu của trạm (một tệp hoặc zip)', en: 'Deliver files of stations (one, or a zip)' },
      resource: 'receipt',
      formats: ['json'],
      access: 'signed-in',
      audits: { action: 'receive' },
      parameters: [
        nameParameter({ vi: 'Tên tệp; cho biết trạm', en: 'Name of the file; it says which station' }),
        keyParameter,
      ],
      body: { kind: 'upload' },
      response: { status: 201 },
      outlivesDatabase: true,
      handle: async (request) => {
        const order = { door: 'files', key: request.query['key'] ?? null, name: request.upload?.name ?? '' } as const;
        return storeOrSpill(context.store, spill, request, { order, operation: 'takeStationFiles' }, async (upload) => {
          const network = await networkToFill(context.db, request);
          const taken = await takeUpload(context, intake, book, network.id, request, upload);
          return takenReply(context.db, request, network.id, taken);
        });
      },
    }),
  ];
}

async function takeUpload(
  context: ObservationsContext,
  intake: Intake,
  book: SeriesBook,
  network: string,
  request: ApiRequest,
  upload: Upload,
): Promise<{ readonly receipt: number; readonly isRepeated: boolean }> {
  return context.takeUpload(request, upload.stream, async (stream) => {
    const blob = await context.blobs.put(stream, request.signal);
    const input = { path: context.blobs.path(blob.sha256), name: upload.name, sizeBytes: blob.sizeBytes };
    const files = smallFiles(input, { workFolder: context.workFolder, signal: request.signal });
    const key = request.query['key'];
    return takeFiles(context, intake, book, files, {
      network,
      sender: request.caller.id,
      file: blob.sha256,
      ...(key !== undefined && { key }),
    });
  });
}

export interface FilesOrder {
  readonly network: string;
  readonly sender: string;
  readonly file: string;
  readonly key?: string;
  /** Other files may lie between those of stations: where there are only such, their refusals are all there is. */
  readonly isMixed?: boolean;
}

/**
 * Stores what files of stations hold under one receipt. A file that is none of them is refused alone, by its name; a
 * single one is refused altogether: Problem `not-a-station-file`.
 */
export async function takeFiles(
  context: ObservationsContext,
  intake: TakesBatches,
  book: SeriesBook,
  files: AsyncIterable<StationFile>,
  { isMixed = false, ...order }: FilesOrder,
): Promise<{ readonly receipt: number; readonly isRepeated: boolean }> {
  const layouts = context
    .packs()
    .part<FileLayout>('files')
    .map(({ value }) => value);
  const delivery = new DeliveryInBatches(intake, { ...order, door: 'files', mode: 'upsert' }, byItself);
  const unknown: { file: string; problem: Problem }[] = [];
  let understood = 0;
  const match = (key: SeriesKey, traits: SeriesTraits, gone?: MatchedSeries): Promise<Matched> =>
    gone === undefined ? book.match(order.network, key, traits) : book.matchAgain(order.network, key, traits, gone);
  for await (const file of files) {
    try {
      const read = await readStationFile(layouts, file, match);
      understood++;
      read.readings.forEach((reading, place) => delivery.add(reading, read.positions[place]!, read.again[place]!));
      for (const refusal of read.refusals) delivery.refuse({ ...refusal, raw: `${file.name}: ${refusal.raw}` });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      unknown.push({ file: file.name, problem: error });
    }
    if (delivery.isFull) await delivery.pass();
    if (delivery.isRepeated) break;
  }
  if (understood === 0 && unknown.length > 0 && !isMixed) throw unknown[0]!.problem;
  for (const { file, problem } of unknown) {
    delivery.refuse({ position: null, raw: file, problem: recordProblem(problem) });
  }
  return delivery.end();
}
