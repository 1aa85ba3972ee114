import { randomUUID } from 'node:crypto';
import {
  Problem,
  Together,
  type Clock,
  type Db,
  type Log,
  type Reply,
  type Route,
  type Witness,
  type WitnessedRequest,
} from '../../kernel/index.ts';
import { auditOf } from './audit-of.ts';
import { canonicalJson, sha256 } from './canonical.ts';
import { digestOfReply, rowsOfReply, watchStream } from './digest-reply.ts';
import type { AuditEntry, PendingEntry } from './model.ts';
import { complete, hasEntry, insertPending } from './record.ts';
import { redact } from './redact.ts';
import { RefusalTally } from './refusals.ts';
import { inScope, type AuditScope } from './scope.ts';

interface WitnessContext {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Log;
}

export interface AuditWitness extends Witness {
  /** Waits for the entries that are on their way. */
  settled(): Promise<void>;
}

const flushEveryMs = 60_000;

/**
 * Enters every request that changes something or is about data that is not open. A change is entered in its transaction, a
 * read before its first byte leaves. A refusal waits for nothing: else the time it takes would tell whether there is
 * something to refuse. Those of strangers are entered in bounded number (`RefusalTally`).
 */
export function createWitness({ db, clock, log }: WitnessContext): AuditWitness {
  // Of reads and of refusals, which belong to no transaction: many readers share one commit.
  const writer = new Together<PendingEntry>(async (entries) => {
    await insertPending(db, entries);
    return entries.map(() => undefined);
  });
  const onLost = (error: unknown) => log.error({ error: String(error) }, 'an audit entry was lost');
  const write = (entry: AuditEntry) => writer.ask(complete(entry, clock));
  const tally = new RefusalTally(clock, (entry) => void write(entry).catch(onLost));
  const flushing = setInterval(() => tally.flush(clock.now().getTime()), flushEveryMs);
  flushing.unref();
  const turnedAway: Witness['turnedAway'] = (request, definition, error) => {
    if (!isRefusal(error)) return;
    // Whoever is turned away from what enters nothing otherwise is a stranger there all the same.
    const { action } = auditOf(definition) || { action: 'read' as const };
    tally.add({ ...entryOf(openScope(request, definition, action, clock)), ...outcomeOf(error) });
  };
  return {
    settled: () => {
      clearInterval(flushing);
      tally.flush();
      return writer.settled();
    },
    turnedAway,
    witness: async (request, definition, work) => {
      const rule = auditOf(definition);
      if (rule === false) {
        return work(() => {}).catch((error: unknown) => {
          if (request.caller.kind === 'public') turnedAway(request, definition, error);
          throw error;
        });
      }
      const scope = openScope(request, definition, rule.action, clock);
      let reply: Reply;
      try {
        reply = await inScope(scope, () => work((body) => (scope.bodyDigest = bodyDigest(body))));
      } catch (error) {
        scope.open = false;
        const entry = { ...entryOf(scope), ...outcomeOf(error) };
        if (request.caller.kind !== 'public') {
          if (scope.recorded || counts(scope, request, definition, true)) write(entry).catch(onLost);
        } else if (scope.recorded || isRefusal(error) || counts(scope, request, definition, true)) {
          tally.add(entry);
        }
        throw error;
      }
      scope.open = false;
      if ('isOutsideStore' in reply && reply.isOutsideStore) return reply;
      if (scope.recorded || !counts(scope, request, definition)) return reply;
      return enterReply(scope, reply, write, onLost);
    },
  };
}

function openScope(
  request: WitnessedRequest,
  definition: Route,
  action: AuditEntry['action'],
  clock: Clock,
): AuditScope {
  const caller = request.caller.viewer ?? request.caller;
  const scope: AuditScope = {
    base: {
      action,
      operation: definition.operationId,
      who: caller.id,
      via: caller.via,
      onBehalfOf: caller.memberships.map(({ organisation }) => organisation),
      target: targetOf(request, definition),
      address: request.address,
      agent: request.header('user-agent') ?? '',
      request: randomUUID(),
      ...(request.caller.viewer && { details: { viewAs: request.caller.id } }),
    },
    decisions: new Map(),
    bodyDigest: undefined,
    recorded: false,
    open: true,
    watcher: {
      beforeCommit: async (tx) => {
        if (!scope.recorded && !hasEntry(tx)) await insertPending(tx, [scope.entry()]);
      },
      committed: () => (scope.recorded = true),
    },
    entry: () => complete(entryOf(scope), clock),
  };
  return scope;
}

/** The entry with what has become known of the request until now. */
function entryOf({ base, decisions, bodyDigest }: AuditScope): AuditEntry {
  const all = [...decisions.values()];
  const closed = all.filter(({ isOpen }) => !isOpen);
  const noted = base.action === 'read' && closed.length > 0 ? closed : all;
  const granted = noted.filter((decision) => decision.granted);
  const about = (granted.length > 0 ? granted : noted).map(({ resource }) => resource);
  return {
    ...base,
    resources: about.length > 0 ? about : resourceOfPath(base.target ?? ''),
    purpose: together(granted.flatMap(({ purposes }) => purposes ?? [])),
    legalBasis: together(granted.flatMap(({ legalBases }) => legalBases ?? [])),
    ...(bodyDigest !== undefined && { digest: bodyDigest }),
  };
}

/** Each once; empty where there is none. */
function together(texts: readonly string[]): string {
  return [...new Set(texts)].join('; ');
}

/** What an address is about where no decision named it: `/sources/a/deliveries` is about the source `a`. */
function resourceOfPath(target: string): string[] {
  const [kind, id] = target.split('?')[0]!.split('/').filter(Boolean).map(decoded);
  if (!kind || kind.startsWith('{')) return [];
  if (!id) return [kind];
  if (kind === 'datasets') return [id];
  return [`${kind === 'sources' ? 'source' : kind}/${id}`];
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function targetOf({ url }: WitnessedRequest, definition: Route): string {
  if (definition.audits !== undefined && definition.audits !== false && definition.audits.path === 'secret') {
    return definition.path;
  }
  const query = new URLSearchParams(
    [...url.searchParams].map(([name, value]) => [name, redact({ [name]: value })[name] as string]),
  ).toString();
  return url.pathname + (query === '' ? '' : `?${query}`);
}

function bodyDigest(body: unknown): string | undefined {
  if (body === null || typeof body !== 'object') return undefined;
  return sha256(canonicalJson(redact(body as Record<string, unknown>)));
}

/** In a list what the caller may not see says nothing; a request that is refused was about it. */
function isAboutClosed({ decisions }: AuditScope, wasRefused: boolean): boolean {
  return [...decisions.values()].some(({ isOpen, granted }) => !isOpen && (granted || wasRefused));
}

/** An answer counts where something was to change, where only some may come in, or where data were not open. */
function counts(scope: AuditScope, { caller }: WitnessedRequest, definition: Route, wasRefused = false): boolean {
  if (definition.audits && definition.audits.always) return true;
  if (isAboutClosed(scope, wasRefused)) return true;
  return definition.access !== 'public' || (definition.method !== 'GET' && caller.kind !== 'public');
}

/** Turned away: not let in, not let do it, or made to wait; other faults of a request are none. */
function isRefusal(error: unknown): boolean {
  return error instanceof Problem && [401, 403, 429].includes(error.type.status);
}

function outcomeOf(error: unknown): Pick<AuditEntry, 'outcome' | 'problem'> {
  if (!(error instanceof Problem)) return { outcome: 'failed', problem: 'internal' };
  return { outcome: error.type.status < 500 ? 'refused' : 'failed', problem: error.code };
}

/** Bytes that are made to be taken away: tables and archives, not what a page or program shows. */
function isExport(reply: Reply): boolean {
  return 'mediaType' in reply && !/json|html|xml/.test(reply.mediaType);
}

/** Enters an answer before it leaves: with its rows and digest where it is whole, else when it begins and when it ends. */
async function enterReply(
  scope: AuditScope,
  reply: Reply,
  write: (entry: AuditEntry) => Promise<void>,
  onLost: (error: unknown) => void,
): Promise<Reply> {
  const known = entryOf(scope);
  const entry = known.action === 'read' && isExport(reply) ? { ...known, action: 'export' as const } : known;
  const watched = watchStream(reply);
  if (watched === null) {
    const digest = entry.digest ?? digestOfReply(reply);
    const rows = rowsOfReply(reply);
    await write({ ...entry, ...(digest && { digest }), ...(rows !== undefined && { rows }) });
    return reply;
  }
  await write({ ...entry, outcome: 'begun' });
  void watched.ended
    .then(({ whole, digest, bytes, rows }) =>
      write({
        ...entry,
        outcome: whole ? 'done' : 'failed',
        digest,
        details: { bytes },
        ...(rows !== undefined && { rows }),
      }),
    )
    .catch(onLost);
  return watched.reply;
}
