import type { Readable } from 'node:stream';
import { decide, recordAudit } from '../../access/index.ts';
import { smallFiles } from '../../formats/index.ts';
import { isDatabaseLost, isDiskFull, Problem, recordProblem, type Caller, type Db } from '../../kernel/index.ts';
import { enterUpload, receiptOfKey } from '../../ledger/index.ts';
import { parameterLists } from '../bulk/bulk-columns.ts';
import { takeBulk } from '../bulk/take-bulk.ts';
import { takeFiles } from '../files/file-routes.ts';
import type { ObservationsContext } from '../model.ts';
import { storePublished } from '../mqtt/mqtt-door.ts';
import { findNetwork } from '../networks/networks.ts';
import { observationProblem } from '../problems.ts';
import type { SensorThingsContext } from '../sensorthings/routes.ts';
import type { SeriesBook } from '../series/series-book.ts';
import type { TakesBatches } from '../store/batch.ts';
import type { Intake } from '../store/intake.ts';
import type { KeptMessage, SettleOptions, SettleOutcome, SpilledMessage } from './model.ts';
import { enterSettled, findSettled, type Settled } from './spilled-deliveries.ts';

/** What messages that waited are stored with. */
export interface SettleContext {
  readonly observations: ObservationsContext;
  readonly sensorThings: SensorThingsContext;
  readonly intake: Intake;
  readonly book: SeriesBook;
}

const rawCharacters = 4_000;

/**
 * Carries out what a door had to put off. Its sender is judged as he stands now: rights that have ended meanwhile end here,
 * and what they would have brought goes into quarantine. Done twice it changes nothing: each message has a receipt of its own.
 */
export async function settleAlone(
  context: SettleContext,
  { message, body }: KeptMessage,
  { isLastTry, signal }: SettleOptions,
): Promise<SettleOutcome> {
  if (await isSettled(context.observations.store, message)) return 'known';
  try {
    if (!body) throw observationProblem('spill-body-gone', { bytes: message.bytes });
    const caller = await senderOf(context, message);
    const receipt = await take(context, message, caller, body, { intake: context.intake, signal });
    await enter(context, [{ message, settled: { receipt, problem: null, file: null } }]);
    return 'stored';
  } catch (error) {
    const problem = refusalOf(error, isLastTry);
    if (!problem) throw error;
    await refuse(context, message, problem, body, signal);
    return 'refused';
  }
}

/** What is the message's own fault; null where it may yet be stored. */
export function refusalOf(error: unknown, isLastTry: boolean): Problem | null {
  if (isDatabaseLost(error) || isDiskFull(error)) return null;
  if (error instanceof Problem && error.type.status < 500) return error;
  if (!isLastTry) return null;
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  return observationProblem('spill-failed', { reason }, { cause: error });
}

async function isSettled(store: Db, { id, network, order }: SpilledMessage): Promise<boolean> {
  if (await findSettled(store, id)) return true;
  // Of single observations only those that were refused are entered beside their receipt.
  return order.door === 'mqtt' && (await receiptOfKey(store, network, id))?.closedAt != null;
}

/** Problems `spill-sender-gone`, `network-not-found`. */
export async function senderOf({ observations }: SettleContext, message: SpilledMessage): Promise<Caller> {
  const { network, sender, receivedAt } = message;
  const caller = await observations.callerById(sender, new Date(receivedAt));
  if (!caller?.mayWrite) throw observationProblem('spill-sender-gone', { sender });
  const isThere = await findNetwork(observations.store, network);
  if (!isThere) throw observationProblem('network-not-found', { network });
  if (!(await decide(observations.store, caller, 'write', network))) {
    throw observationProblem('spill-sender-gone', { sender });
  }
  return caller;
}

export async function take(
  { observations, sensorThings, book }: SettleContext,
  message: SpilledMessage,
  caller: Caller,
  body: () => Readable,
  { intake, signal }: { readonly intake: TakesBatches; readonly signal: AbortSignal },
): Promise<number | null> {
  const { id, network, sender, order, receivedAt } = message;
  const { store, blobs, workFolder } = observations;
  if (order.door === 'mqtt') {
    const payload = Buffer.from(message.payload!, 'base64');
    await storePublished({ ...sensorThings, intake }, caller, order.topic, payload, {
      id,
      receivedAt: new Date(receivedAt),
    });
    return null;
  }
  const key = order.key ?? id;
  if (order.door === 'bulk') {
    const { kind, stamp, everySeconds } = order;
    const traits = { parameters: parameterLists(observations), stamp, everySeconds, about: {} };
    return (await takeBulk(intake, book, store, body(), { network, sender, key, kind, traits, isLeft: true, signal }))
      .receipt;
  }
  const blob = await blobs.put(body(), signal);
  const input = { path: blobs.path(blob.sha256), name: order.name, sizeBytes: blob.sizeBytes };
  const files = smallFiles(input, { workFolder, signal });
  return (await takeFiles(observations, intake, book, files, { network, sender, key, file: blob.sha256 })).receipt;
}

/** The bytes are kept, and the network's keepers find the reason among their receipts. */
export async function refuse(
  context: SettleContext,
  message: SpilledMessage,
  problem: Problem,
  body: (() => Readable) | null,
  signal: AbortSignal,
): Promise<void> {
  const { intake, observations } = context;
  const { id, network, sender, order } = message;
  const { store, blobs, log } = observations;
  const file = body ? (await blobs.put(body(), signal)).sha256 : null;
  const record = recordProblem(problem);
  // Of what broke off in the middle the receipt says itself what stays.
  let receipt = (problem.members['receipt'] as number | undefined) ?? null;
  if (receipt === null && (await findNetwork(store, network))) {
    const raw = body ? await beginningOf(body()) : '';
    const refusals = [{ position: null, raw, problem: record }];
    const head = {
      network,
      sender,
      door: order.door,
      mode: 'upsert',
      key: id,
      ...(file !== null && { file }),
    } as const;
    receipt = (await intake.take({ ...head, readings: [], refusals })).receipt;
  }
  await enter(context, [{ message, settled: { receipt, problem: record, file } }]);
  log.error({ id, network, sender, problem: problem.code }, 'a kept delivery was refused');
}

async function beginningOf(body: Readable): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk as Buffer, { stream: true });
    if (text.length >= rawCharacters) break;
  }
  return text.slice(0, rawCharacters);
}

/** With its entry in the audit log, which could not be made when the request was answered. */
export async function enter(
  { observations }: SettleContext,
  entries: readonly { readonly message: SpilledMessage; readonly settled: Settled }[],
): Promise<void> {
  const { store, clock } = observations;
  // An observation published alone has its receipt by its own id.
  const told = entries.filter(({ message, settled }) => message.order.door !== 'mqtt' || settled.problem);
  if (told.length === 0) return;
  await store.transaction(async (tx) => {
    for (const { message, settled } of told) {
      const { id, network, sender, origin, receivedAt, bytes } = message;
      await enterSettled(tx, message, settled, clock.now());
      if (!origin) continue;
      await enterUpload(tx, sender, bytes, clock.now());
      const outcome = settled.problem ? { outcome: 'refused' as const, problem: settled.problem.code } : {};
      const details = { kept: id, receivedAt };
      const entry = { action: 'receive', who: sender, ...origin, resources: [network], details, ...outcome } as const;
      await recordAudit(tx, clock, entry);
    }
  });
}
