import { setTimeout as sleep } from 'node:timers/promises';
import { fill, type Language } from '../i18n.ts';
import { Problem } from '../problem.ts';
import { operationsMessages as messages } from './messages.ts';
import {
  states,
  type DoctorCheck,
  type DoctorResult,
  type Expectation,
  type Finding,
  type State,
  type Told,
} from './model.ts';

/** A check that takes longer is itself a finding; the page must not wait for it. */
const limitMs = 15_000;

export interface ShownExpectation {
  readonly id: string;
  readonly state: State;
  readonly since: string | null;
  readonly title: string;
  readonly detail: string;
  readonly href: string | null;
}

export interface ShownCheck {
  readonly name: string;
  readonly state: State;
  readonly value: string;
  /** What to do; null where nothing is. */
  readonly advice: string | null;
}

/** Checks all, worst first, then by the order given. One that throws or hangs counts as failed. */
export async function examine(
  expectations: readonly Expectation[],
  language: Language,
  limit = limitMs,
): Promise<ShownExpectation[]> {
  const shown = await Promise.all(expectations.map((expectation) => show(expectation, language, limit)));
  return shown.sort((a, b) => states.indexOf(b.state) - states.indexOf(a.state));
}

async function show({ id, check }: Expectation, language: Language, limit: number): Promise<ShownExpectation> {
  const found = await within(limit, check, (told): Finding => ({
    state: 'failed',
    since: null,
    title: { vi: id, en: id },
    detail: told,
    href: null,
  }));
  const { message, parameters } = found.detail;
  const detail = fill(message, language, parameters);
  return { id, state: found.state, since: found.since, title: found.title[language], detail, href: found.href };
}

/** Runs the lines of `doctor` in their order. */
export async function runChecks(
  checks: readonly DoctorCheck[],
  language: Language,
  limit = limitMs,
): Promise<ShownCheck[]> {
  const lines: ShownCheck[] = [];
  for (const { name, run } of checks) {
    const { ok, value, advice, parameters } = await within(limit, run, (told): DoctorResult => ({
      ok: false,
      value: '',
      advice: told.message,
      parameters: told.parameters ?? {},
    }));
    const state = ok === true ? 'ok' : ok === 'warning' ? 'warning' : 'failed';
    lines.push({ name, state, value, advice: advice ? fill(advice, language, parameters) : null });
  }
  return lines;
}

async function within<T>(limit: number, work: () => Promise<T>, otherwise: (told: Told) => T): Promise<T> {
  const timer = new AbortController();
  const late = sleep(limit, undefined, { signal: timer.signal }).then(
    () => otherwise({ message: messages.checkTimedOut, parameters: { seconds: limit / 1000 } }),
    () => otherwise({ message: messages.checkTimedOut }),
  );
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    if (error instanceof Problem) return otherwise({ message: error.type.detail, parameters: error.parameters });
    const reason = error instanceof Error ? error.message : String(error);
    return otherwise({ message: messages.checkFailed, parameters: { reason } });
  } finally {
    timer.abort();
  }
}
