import type { Caller, Clock, Db, Jobs, Log, Mount, PageContext, Role, Route } from '../kernel/index.ts';
import type { AccessContext, MailSettings } from './context.ts';
import { callerById } from './caller-by-id.ts';
import { createIdentify, createRecall } from './identify.ts';
import { machineRoutes } from './machines/routes.ts';
import { letterRoutes } from './mail/routes.ts';
import { defineLetterJob } from './mail/send-letters.ts';
import { OperatorToken } from './operator.ts';
import { organisationRoutes } from './organisations/routes.ts';
import { carryOutSuccessions } from './organisations/succession.ts';
import { OutsideIssuer, type OutsideSettings } from './outside-issuer/outside-issuer.ts';
import { outsideRoutes } from './outside-issuer/routes.ts';
import { headersFor } from './provider/interactions.ts';
import { mountPath, NodeProvider } from './provider/open-provider.ts';
import { createProviderPages } from './provider/pages.ts';
import { removeRunOut } from './provider/records.ts';
import { providerRoutes } from './provider/routes.ts';
import { callerOfToken } from './provider/token-caller.ts';
import { openSecrets } from './secrets.ts';
import { RecentCallers } from './recent-callers.ts';
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
  /** Roles that must have a second factor. */
  readonly secondFactorRoles: readonly Role[];
  /** An agency's own provider beside the node's; null: none is trusted. */
  readonly outside: OutsideSettings | null;
  renderPage(resource: string, data: unknown, page: PageContext): string;
  base(): string;
}

/** Who may what, opened for one node. */
export interface Access {
  readonly operatorToken: OperatorToken;
  readonly routes: readonly Route[];
  /** The node's OpenID Connect provider. */
  readonly mounts: readonly Mount[];
  identify(headers: { authorization?: string; cookie?: string }): Promise<Caller>;
  /** Whom a bearer meant when it was looked at lately, without the database; null: nobody is known by it. */
  recall(headers: { authorization?: string }): Caller | null;
  /** Who left work with the node at `at`, as he stands now; null where he may not be known any more. */
  callerById(id: string, at: Date): Promise<Caller | null>;
  /** Address of the one-time set-up; null once the node has its organisation. */
  setUpLink(): Promise<string | null>;
  /** Work that comes round: mergers whose day has come, tokens that have run out. */
  schedule(): Promise<void>;
}

const dailyJob = 'access.daily';

export function openAccess(settings: AccessSettings): Access {
  const { db, clock, jobs } = settings;
  const context: AccessContext = {
    ...settings,
    secrets: openSecrets(settings.secretKeyFile),
    operatorToken: new OperatorToken(settings.dataFolder),
    outsideName: settings.outside?.name ?? null,
    pageHeaders: (next) => headersFor(provider, next),
    renderPage: (resource, data, page) => settings.renderPage(resource, data, page),
    base: () => settings.base(),
  };
  const recent = new RecentCallers(clock);
  const provider = new NodeProvider(context, createProviderPages(context));
  const outside = settings.outside && new OutsideIssuer(context, settings.outside);
  defineLetterJob(context);
  jobs.define(dailyJob, {
    title: {
      vi: 'Dọn phiên đăng nhập hết hạn, chuyển giao cho cơ quan kế thừa',
      en: 'Clear away ended sign-ins, hand over to successors',
    },
    budgetMs: 600_000,
    run: async () => {
      await removeRunOut(settings.store);
      return carryOutSuccessions(db, clock);
    },
  });
  return {
    operatorToken: context.operatorToken,
    routes: [
      ...sessionRoutes(context),
      ...userRoutes(context),
      ...organisationRoutes(context),
      ...machineRoutes(context),
      ...letterRoutes(context),
      ...providerRoutes(context, provider),
      ...outsideRoutes(context, outside),
    ],
    mounts: [{ prefix: mountPath, handle: (request, response) => provider.handle(request, response) }],
    identify: createIdentify(context, (token) => callerOfToken(context, token), recent),
    recall: createRecall(context, recent),
    callerById: (id, at) => callerById(context, id, at),
    setUpLink: async () => {
      const code = await makeSetUpCode(db, clock);
      return code === null ? null : `${settings.base()}/set-up?code=${code}`;
    },
    schedule: () => jobs.schedule('access-daily', '5 0 * * *', dailyJob),
  };
}
