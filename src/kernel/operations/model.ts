import type { Message, Parameters } from '../i18n.ts';

/** Worst last, so that states compare by their place. */
export const states = ['ok', 'warning', 'failed'] as const;
export type State = (typeof states)[number];

/** A message with what stands in its places. */
export interface Told {
  readonly message: Message;
  readonly parameters?: Parameters;
}

/** What should be the case, and whether it is. */
export interface Finding {
  readonly state: State;
  /** Since when it is so, ISO 8601 in UTC; null: not known, or all is well. */
  readonly since: string | null;
  readonly title: Message;
  readonly detail: Told;
  /** Page where something can be done about it; null: none. */
  readonly href: string | null;
}

/** Something that should happen or hold. Its absence is what people are told; modules contribute theirs. */
export interface Expectation {
  readonly id: string;
  check(): Promise<Finding>;
}

/** One line of `doctor`. Modules contribute theirs. */
export interface DoctorCheck {
  readonly name: string;
  run(): Promise<DoctorResult>;
}

export interface DoctorResult {
  /** `'warning'`: works, but look at it. */
  readonly ok: boolean | 'warning';
  /** What was found, as short text without language: a version, a count, a size. */
  readonly value: string;
  /** What to do; where `ok` is not true. */
  readonly advice?: Message;
  readonly parameters?: Parameters;
}
