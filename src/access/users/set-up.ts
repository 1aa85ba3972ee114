import { sql, type Clock, type Db } from '../../kernel/index.ts';
import { endLinks, makeLink, readLink, useLink } from '../links.ts';
import { ownerBeforeSetUp } from '../manage.ts';
import { agencyCode, makeOrganisation, nodeOrganisation } from '../organisations/organisations.ts';
import { accessProblem } from '../problems.ts';
import { makeAccount, readEmail } from './accounts.ts';
import { putMembership } from './memberships.ts';
import { checkPassword, hashPassword } from './password.ts';

export interface SetUp {
  /** Agency code of the organisation that runs the node. */
  readonly organisation: string;
  readonly organisationName: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** A fresh code for the set-up link, or null where the node has its organisation; earlier codes end. */
export async function makeSetUpCode(db: Db, clock: Clock): Promise<string | null> {
  if (await nodeOrganisation(db)) return null;
  await endLinks(db, 'set-up');
  return makeLink(db, clock, 'set-up');
}

/** Throws Problem `set-up-link-used` where the code opens nothing. */
export async function checkSetUpCode(db: Db, clock: Clock, code: string): Promise<void> {
  if ((await readLink(db, clock, 'set-up', code)) === null) throw accessProblem('set-up-link-used');
}

/**
 * Makes the node's organisation and its first administrator, who is its first steward as well; what the operator made
 * until now belongs to that organisation. Uses the code up; gives the account.
 */
export async function setUp(db: Db, clock: Clock, code: string, given: SetUp): Promise<string> {
  await checkSetUpCode(db, clock, code);
  const organisation = agencyCode(given.organisation);
  const email = readEmail(given.email);
  checkPassword(given.password, [email, given.name]);
  const password = await hashPassword(given.password);
  return db.transaction(async (tx) => {
    if ((await useLink(tx, clock, 'set-up', code)) === null) throw accessProblem('set-up-link-used');
    await makeOrganisation(tx, clock, {
      code: organisation,
      name: given.organisationName.trim(),
      parent: null,
      runsNode: true,
    });
    const account = await makeAccount(tx, clock, {
      email,
      name: given.name.trim(),
      password,
      isVerified: false,
    });
    await putMembership(tx, clock, account, organisation, ['administrator', 'steward']);
    await tx.query(sql`update resource set owner = ${organisation} where owner = ${ownerBeforeSetUp}`);
    return account;
  });
}
