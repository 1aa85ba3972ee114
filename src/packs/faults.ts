import { fill, type Parameters } from '../kernel/index.ts';
import { faultMessages } from './messages.ts';
import type { Text } from './model.ts';

/** Where something stands in a file; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Why a pack is refused: the file inside the packs folder, the place and the reason. */
export interface Fault extends Place {
  readonly file: string;
  readonly reason: Text;
}

export type Refuse = (place: Place, reason: Text) => void;

export const startOfFile: Place = { line: 1, column: 1 };

/** Collects the faults of one file. */
export function refuseIn(file: string, faults: Fault[]): Refuse {
  return (place, reason) => faults.push({ file, line: place.line, column: place.column, reason });
}

/** A reason of this module's own list, in both languages. */
export function reason(code: keyof typeof faultMessages, parameters: Parameters = {}): Text {
  const message = faultMessages[code];
  return { vi: fill(message, 'vi', parameters), en: fill(message, 'en', parameters) };
}
