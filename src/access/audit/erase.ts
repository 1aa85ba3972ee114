import { sql, type Clock, type Db } from '../../kernel/index.ts';
import { erasableFields, type ErasableField } from './model.ts';
import { recordAudit } from './record.ts';

/** Column of each field that may be erased. */
const columnOf: Readonly<Record<ErasableField, string>> = {
  who: 'who',
  onBehalfOf: 'on_behalf_of',
  resources: 'resources',
  target: 'target',
  purpose: 'purpose',
  address: 'address',
  agent: 'agent',
  details: 'details',
};

export interface Erasure {
  /** Id of the person: entries of what he did, and of what was done to him. */
  readonly who: string;
  readonly fields: readonly ErasableField[];
  /** On what basis; kept in the entry that tells of the erasure, so it must not name the person. */
  readonly reason: string;
}

/**
 * Takes personal fields out of the entries of a person. Their salted digests stay, so the chain stays valid; an entry says
 * which fields of which entries are gone, without saying whose. Gives how many entries there were.
 */
export async function eraseFields(db: Db, clock: Clock, { who, fields, reason }: Erasure): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.query(sql`select from audit_chain where id = 1 for update`);
    const emptied = fields.map((field) => sql`${sql.identifier(columnOf[field])} = null`);
    const rows = await tx.query<{ number: number }>(sql`
      update audit_entry set ${sql.join(emptied)}, salts = salts - ${fields}::text[]
      where (who = ${who} or resources @> array[${who}]::text[]) and action <> 'erase' returning number`);
    const entries = ranges(rows.map(({ number }) => number));
    await recordAudit(tx, clock, {
      action: 'erase',
      resources: ['audit'],
      target: '/audit/erasures',
      rows: rows.length,
      details: { entries, fields: erasableFields.filter((field) => fields.includes(field)), reason },
    });
    return rows.length;
  });
}

/** `[1, 2, 3, 7]` as `[[1, 3], [7, 7]]`. */
function ranges(numbers: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && last[1] + 1 === number) last[1] = number;
    else found.push([number, number]);
  }
  return found;
}
