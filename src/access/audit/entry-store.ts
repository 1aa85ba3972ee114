import { sql, type Db, type Sql } from '../../kernel/index.ts';
import type { AuditEntry } from './model.ts';
import type { SealedEntry } from './sealed-entry.ts';

const columns =
  sql.raw(`number, at, action, operation, outcome, problem, who, via, on_behalf_of, resources, target, purpose,
  legal_basis, address, agent, row_count, digest, request, details, salts, fields, previous, hash`);

type Row = Readonly<Record<string, unknown>>;

const names = {
  on_behalf_of: 'onBehalfOf',
  legal_basis: 'legalBasis',
  row_count: 'rows',
} as const;

/** Writes sealed entries; one statement. */
export async function insertEntries(tx: Db, entries: readonly SealedEntry[]): Promise<void> {
  const rows = entries.map((entry) => ({
    ...entry,
    on_behalf_of: entry.onBehalfOf,
    legal_basis: entry.legalBasis,
    row_count: entry.rows,
  }));
  await tx.query(sql`
    insert into audit_entry (${columns})
    select ${columns} from jsonb_populate_recordset(null::audit_entry, ${JSON.stringify(rows)}::jsonb)`);
}

export interface EntryPage {
  /** Only entries behind this number, or with `backwards` before it. */
  readonly after: number;
  readonly limit: number;
  readonly backwards?: boolean;
  readonly where?: Sql;
}

export async function selectEntries(
  db: Db,
  { after, limit, backwards, where = sql`true` }: EntryPage,
): Promise<SealedEntry[]> {
  const side = backwards ? sql`number < ${after}` : sql`number > ${after}`;
  const rows = await db.query<Row>(sql`
    select ${columns} from audit_entry where ${side} and ${where}
    order by number ${backwards ? sql`desc` : sql`asc`} limit ${limit}`);
  return rows.map(entryOfRow);
}

/** Members that are null in the table are not there in the entry. */
function entryOfRow(row: Row): SealedEntry {
  const known = Object.entries(row).filter(([, value]) => value !== null);
  const named = known.map(([name, value]) => [names[name as keyof typeof names] ?? name, value] as const);
  return { ...(Object.fromEntries(named) as unknown as SealedEntry), at: moment(String(row['at'])) };
}

/**
 * The moment as it was hashed, with three digits of fraction. One with more was not written by us and is left as it is,
 * so that it is noticed.
 */
export function moment(text: string): string {
  const fraction = /\.(\d+)Z$/.exec(text)?.[1] ?? '';
  return fraction.length > 3 ? text : text.replace(/(\.\d+)?Z$/, `.${fraction.padEnd(3, '0')}Z`);
}

export type { AuditEntry };
