import { isUniqueViolation, sql, type Clock, type Db } from '../../kernel/index.ts';
import { accessProblem } from '../problems.ts';
import { readAgencyCode } from './agency-code.ts';

/** Who owns data or asks for it. */
export interface Organisation {
  /** Agency code in the form in force. */
  readonly code: string;
  readonly name: string;
  readonly parent: string | null;
  /** The organisation that took over its data and rights; its members act for that one since. */
  readonly successor: string | null;
  readonly succeededOn: string | null;
  readonly runsNode: boolean;
  readonly createdAt: string;
}

const columns = sql`code, name, parent, successor, succeeded_on as "succeededOn", runs_node as "runsNode",
  created_at as "createdAt"`;

/** The agency code that a text means. Throws Problem `invalid-agency-code`. */
export function agencyCode(text: string): string {
  const code = readAgencyCode(text);
  if (code === null) throw accessProblem('invalid-agency-code', { code: text.slice(0, 100) });
  return code;
}

/** Throws Problems `organisation-exists` and `parent-not-possible`. */
export async function makeOrganisation(
  db: Db,
  clock: Clock,
  organisation: Pick<Organisation, 'code' | 'name' | 'parent' | 'runsNode'>,
): Promise<void> {
  const { code, name, parent, runsNode } = organisation;
  await checkParent(db, code, parent);
  try {
    await db.query(sql`
      insert into organisation (code, name, parent, runs_node, created_at)
      values (${code}, ${name}, ${parent}, ${runsNode}, ${clock.now().toISOString()})`);
  } catch (error) {
    if (isUniqueViolation(error)) throw accessProblem('organisation-exists', { code });
    throw error;
  }
}

export async function changeOrganisation(
  db: Db,
  code: string,
  change: Pick<Organisation, 'name' | 'parent'>,
): Promise<void> {
  await checkParent(db, code, change.parent);
  await db.query(sql`update organisation set name = ${change.name}, parent = ${change.parent} where code = ${code}`);
}

/** A parent exists and does not stand below its own child. */
async function checkParent(db: Db, code: string, parent: string | null): Promise<void> {
  if (parent === null) return;
  const above = await db.query<{ code: string }>(sql`
    with recursive above as (
      select code, parent from organisation where code = ${parent}
      union select organisation.code, organisation.parent from organisation join above on organisation.code = above.parent)
    select code from above`);
  if (above.length === 0 || above.some((row) => row.code === code)) {
    throw accessProblem('parent-not-possible', { code, parent });
  }
}

export async function findOrganisation(db: Db, code: string): Promise<Organisation | null> {
  const rows = await db.query<Organisation>(sql`select ${columns} from organisation where code = ${code}`);
  return rows[0] ?? null;
}

/** The organisation that a text names, in either form of its code. Throws Problem `organisation-not-found`. */
export async function getOrganisation(db: Db, text: string): Promise<Organisation> {
  const code = readAgencyCode(text);
  const found = code === null ? null : await findOrganisation(db, code);
  if (!found) throw accessProblem('organisation-not-found', { code: text.slice(0, 100) });
  return found;
}

export async function listOrganisations(db: Db): Promise<Organisation[]> {
  return db.query<Organisation>(sql`select ${columns} from organisation order by code limit 10000`);
}

/** The organisation that runs the node; null before set-up. */
export async function nodeOrganisation(db: Db): Promise<Organisation | null> {
  const rows = await db.query<Organisation>(sql`select ${columns} from organisation where runs_node`);
  return rows[0] ?? null;
}
