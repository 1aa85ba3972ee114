import { formatNumber } from '../kernel/index.ts';
import type { Client } from './client.ts';
import { exitCodes } from './exit-codes.ts';
import { cliMessages as messages } from './messages.ts';
import type { Terminal } from './terminal.ts';

export interface RunCounts {
  readonly read: number;
  readonly stored: number;
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly duplicates: number;
  readonly deleted: number;
  readonly quarantined: number;
  readonly issues: number;
}

export interface RunDocument {
  readonly id: number;
  readonly kind: string;
  readonly source: string | null;
  readonly dataset: string;
  readonly collection: string;
  readonly layer: string;
  readonly state: 'queued' | 'running' | 'waiting' | 'done' | 'failed' | 'discarded';
  readonly phase: string;
  readonly progress: { readonly done: number; readonly total: number; readonly endsAt: string | null };
  readonly counts: RunCounts;
  readonly edition: number | null;
  readonly baseEdition: number | null;
  readonly problem: { readonly title: string; readonly detail: string } | null;
  readonly createdAt: string;
}

const pollMs = 250;

/** Watches a run to its end, showing where it is. */
export async function followRun(client: Client, terminal: Terminal, id: number): Promise<RunDocument> {
  for (;;) {
    const run = await client.get<RunDocument>(`/runs/${id}`);
    if (run.state !== 'queued' && run.state !== 'running') {
      terminal.progressEnd();
      return run;
    }
    const { done, total, endsAt } = run.progress;
    const left = endsAt ? Math.max(0, Math.round((Date.parse(endsAt) - Date.now()) / 1000)) : null;
    terminal.progress(run.collection, total > 0 ? done / total : 0, left);
    await new Promise((wake) => setTimeout(wake, pollMs));
  }
}

/** Says how a run ended. */
export function tellRun(client: Client, terminal: Terminal, run: RunDocument): void {
  const url = `${client.base}/collections/${run.collection}/items${terminal.language === 'en' ? '?lang=en' : ''}`;
  if (run.state === 'waiting')
    terminal.say(messages.runWaiting, { run: String(run.id), reason: run.problem?.detail ?? '' });
  else if (run.state !== 'done') {
    terminal.say(messages.runFailed, { run: String(run.id), reason: run.problem?.detail ?? run.state });
  } else {
    terminal.say(messages.runDone, { ...run.counts });
    terminal.say(messages.runCounts, { ...run.counts });
    if (run.edition === null) terminal.say(messages.runNoEdition, { url });
    else terminal.say(messages.runEdition, { edition: run.edition, url });
  }
  if (run.counts.quarantined > 0) terminal.say(messages.seeQuarantine, { run: String(run.id) });
}

/** The worst of several runs decides: failed, waits for a person, quarantine, done. */
export function exitCodeOf(runs: readonly RunDocument[]): number {
  if (runs.some((run) => run.state === 'failed' || run.state === 'discarded')) return exitCodes.failed;
  if (runs.some((run) => run.state === 'waiting')) return exitCodes.waitsForPerson;
  if (runs.some((run) => run.counts.quarantined > 0)) return exitCodes.doneWithQuarantine;
  return exitCodes.done;
}

export function sumCounts(runs: readonly RunDocument[]): RunCounts {
  const names = [
    'read',
    'stored',
    'inserted',
    'updated',
    'unchanged',
    'duplicates',
    'deleted',
    'quarantined',
    'issues',
  ] as const;
  return Object.fromEntries(
    names.map((name) => [name, runs.reduce((sum, run) => sum + run.counts[name], 0)]),
  ) as unknown as RunCounts;
}

export function runLine(run: RunDocument, terminal: Terminal): string {
  const { read, stored, quarantined } = run.counts;
  const number = (value: number): string => formatNumber(value, terminal.language);
  return [
    String(run.id).padStart(5),
    run.state.padEnd(9),
    run.collection.padEnd(30),
    `${number(read)} → ${number(stored)} (+${number(run.counts.inserted)} ~${number(run.counts.updated)} -${number(run.counts.deleted)}) !${number(quarantined)}`,
    run.edition === null ? '' : `#${run.edition}`,
  ].join('  ');
}
