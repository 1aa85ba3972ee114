import type { Caller, Clock, Db, Jobs, Log, Route } from '../kernel/index.ts';
import type { AccessContext, MailSettings } from './context.ts';
import { createIdentify } from './identify.ts';
import { machineRoutes } from './machines/routes.ts';
import { letterRoutes } from './mail/routes.ts';
import { defineLetterJob } from './mail/send-letters.ts';
import { OperatorToken } from './operator.ts';
import { organisationRoutes } from './organisations/routes.ts';
import { carryOutSuccessions } from './organisations/succession.ts';
import { openSecrets } from './secrets.ts';
import { sessionRoutes } from './sessions/routes.ts';
import { userRoutes } from './users/routes.ts';
import { makeSetUpCode } from './users/set-up.ts';

export interface AccessSettings {
  /** Its writing is entered in the audit log. */
  readonly db: Db;
  /** The same store, for bookkeeping. */
  readonly store: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly jobs: Jobs;
  readonly dataFolder: string;
  readonly secretKeyFile: string;
  readonly mail: MailSettings | null;
  base(): string;
}

/** Who may what, opened for one node. */
export interface Access {
  readonly operatorToken: OperatorToken;
  readonly routes: readonly Route[];
  identify(headers: { authorization?: string; cookie?: string }): Promise<Caller>;
  /** Address of the one-time set-up; null once the node has its organisation. */
  setUpLink(): Promise<string | null>;
  /** Work that comes round: mergers whose day has come. */
  schedule(): Promise<void>;
}

const successionJob = 'access.succession';

export function openAccess(settings: AccessSettings): Access {
  const { db, clock, jobs } = settings;
  const context: AccessContext = {
    ...settings,
    secrets: openSecrets(settings.secretKeyFile),
    operatorToken: new OperatorToken(settings.dataFolder),
    outsideName: null,
    pageHeaders: async () => ({}),
    base: () => settings.base(),
  };
  defineLetterJob(context);
  jobs.define(successionJob, { budgetMs: 600_000, run: () => carryOutSuccessions(db, clock) });
  return {
    operatorToken: context.operatorToken,
    routes: [
      ...sessionRoutes(context),
      ...userRoutes(context),
      ...organisationRoutes(context),
      ...machineRoutes(context),
      ...letterRoutes(context),
    ],
    identify: createIdentify(context, async () => null),
    setUpLink: async () => {
      const code = await makeSetUpCode(db, clock);
      return code === null ? null : `${settings.base()}/set-up?code=${code}`;
    },
    schedule: () => jobs.schedule(successionJob, '5 0 * * *', successionJob),
  };
}
