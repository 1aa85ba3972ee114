import { parseCql2Text, type Operand } from '../../../query/index.ts';
import { readMoment } from '../write/body-reader.ts';
import type { Term } from './terms.ts';
import { unquoted, type Token } from './tokens.ts';

const timestamp = (at: number): Operand => ({ timestamp: new Date(at).toISOString() });

/** A literal as a term; null where the token is none, or its value is no moment or geometry. */
export function literalTerm({ kind, text }: Token): Term | null {
  switch (kind) {
    case 'string':
      return { is: 'value', type: 'string', node: unquoted(text) };
    case 'number':
      return Number.isFinite(Number(text)) ? { is: 'value', type: 'number', node: Number(text) + 0 } : null;
    case 'instant':
      return instant(text);
    case 'period': {
      const [start, end] = text.split('/').map(momentOf);
      return start === null || end === null ? null : { is: 'period', start: timestamp(start!), end: timestamp(end!) };
    }
    case 'date':
      return Number.isNaN(Date.parse(text)) ? null : { is: 'value', type: 'date', node: { date: text } };
    case 'time': {
      const [whole = '', fraction = ''] = text.split('.');
      const seconds = whole.length === 5 ? `${whole}:00` : whole;
      return { is: 'value', type: 'string', node: `${seconds}.${fraction.padEnd(6, '0')}` };
    }
    case 'duration': {
      const ms = durationMs(unquoted(text));
      return ms === null ? null : { is: 'duration', ms };
    }
    case 'geography':
      return geography(unquoted(text));
    default:
      return null;
  }
}

const momentOf = (text: string): number | null => readMoment(text.replace(' ', '+'));

/** A moment keeps the digits of its fraction beyond milliseconds where it is written in UTC. */
function instant(text: string): Term | null {
  const at = momentOf(text);
  if (at === null) return null;
  const node = /:\d{2}(\.\d{4,})?Z$/.test(text) && text.length > 24 ? { timestamp: text } : timestamp(at);
  return { is: 'value', type: 'date-time', node };
}

export const moment = (at: number): Term => ({ is: 'value', type: 'date-time', node: timestamp(at) });

const durationPattern = /^(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** `P1DT2H30M`: days, hours, minutes and seconds, which are always as long; null where it is none. */
export function durationMs(text: string): number | null {
  const match = durationPattern.exec(text);
  if (!match || text.endsWith('P') || text.endsWith('T')) return null;
  const [days, hours, minutes, seconds] = match.slice(2).map((part) => Number(part ?? 0));
  const total = ((days! * 24 + hours!) * 60 + minutes!) * 60 + seconds!;
  return (match[1] ? -1 : 1) * total * 1000;
}

/** Well-known text, longitude first; with or without `SRID=4326;`. */
function geography(text: string): Term | null {
  const expression = parseCql2Text(`S_INTERSECTS(g, ${text.replace(/^SRID=4326;/i, '')})`);
  const literal = typeof expression === 'object' && expression.op === 's_intersects' ? expression.args[1] : undefined;
  const isGeometry = typeof literal === 'object' && 'type' in literal;
  return isGeometry ? { is: 'value', type: 'geometry', node: literal } : null;
}
