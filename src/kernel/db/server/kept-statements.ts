import type { QueryConfig } from 'pg';
import type { Sql } from '../../sql.ts';
import { encodeParameter } from '../values.ts';

/** A connection holds each kept statement with its plan, some 50 kB: more than these go unnamed like all others. */
const mostStatements = 300;

const names = new Map<string, string>();

/** A statement as the driver takes it; one that is kept has a name, the same on every connection. */
export function queryConfig(statement: Sql): QueryConfig {
  const { text } = statement;
  const values = statement.values.map(encodeParameter);
  const name = statement.isKept ? nameOf(text) : undefined;
  return name === undefined ? { text, values } : { name, text, values };
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= mostStatements) return known;
  const name = `kept_${names.size + 1}`;
  names.set(text, name);
  return name;
}
