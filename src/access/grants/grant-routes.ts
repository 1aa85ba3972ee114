import { route, type ApiRequest, type Clock, type Db, type Reply, type Route } from '../../kernel/index.ts';
import { columnMarks, opennessLevels, type Openness, type Resource } from '../model.ts';
import { accessProblem } from '../problems.ts';
import { withMakers } from '../names.ts';
import { decide, findResource, putResource } from '../resources.ts';
import { checkGrant, type Grantable } from './check-grant.ts';
import { listOrganisations } from '../organisations/organisations.ts';
import { describeGrant, describeGrantee, rowsText, type OrganisationNames } from './describe-grant.ts';
import { grantOfFields } from './form-fields.ts';
import { addGrant, currentGrants, endGrant, grantVersions, replaceGrant, type StoredGrant } from './stored-grant.ts';

export interface GrantContext {
  readonly db: Db;
  readonly clock: Clock;
  /** What can be granted of a dataset: told by the module that keeps its collections. */
  grantable(dataset: string): Promise<Grantable>;
}

const body = { kind: 'json', schema: { type: 'object', additionalProperties: true } } as const;
const access = ['steward', 'administrator'] as const;

/** Owners see, give, change and take back grants on what they own. */
export function grantRoutes(context: GrantContext): Route[] {
  const common = { tag: 'access', formats: ['json'] as const, access };
  return [
    route({
      ...common,
      method: 'GET',
      path: '/datasets/{datasetId}/grants',
      operationId: 'getGrants',
      summary: { vi: 'Ai được xem gì của một bộ dữ liệu', en: 'Who may see what of a dataset' },
      resource: 'grants',
      handle: (request) => grantsPage(context, request),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/datasets/{datasetId}/grants',
      operationId: 'addGrant',
      audits: { action: 'grant' },
      summary: { vi: 'Cấp quyền trên một bộ dữ liệu', en: 'Grant rights on a dataset' },
      resource: 'grants',
      body,
      response: { status: 201 },
      handle: (request) => postGrant(context, request),
      formPage: (request) => grantsPage(context, request),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/datasets/{datasetId}/classification',
      operationId: 'classifyDataset',
      summary: { vi: 'Xếp mức mở và đánh dấu các cột', en: 'Set the level of openness and the marks of columns' },
      resource: 'grants',
      body,
      response: { status: 303 },
      handle: (request) => classify(context, request),
      formPage: (request) => grantsPage(context, request),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/grants/{grantId}',
      operationId: 'getGrant',
      summary: { vi: 'Một quyền đã cấp, kèm lịch sử', en: 'One grant with its history' },
      resource: 'grant',
      handle: (request) => grantPage(context, request),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/grants/{grantId}',
      operationId: 'changeGrant',
      audits: { action: 'grant' },
      summary: { vi: 'Thay nội dung một quyền (bản cũ được giữ)', en: 'Change a grant (the former version is kept)' },
      resource: 'grant',
      body,
      response: { status: 303 },
      handle: (request) => changeGrant(context, request),
      formPage: (request) => grantPage(context, request),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/grants/{grantId}/end',
      operationId: 'endGrant',
      audits: { action: 'revoke' },
      summary: { vi: 'Thu hồi một quyền', en: 'Take a grant back' },
      resource: 'grant',
      response: { status: 303 },
      handle: (request) => takeBack(context, request),
    }),
  ];
}

async function namesOf({ db }: GrantContext): Promise<OrganisationNames> {
  return new Map((await listOrganisations(db)).map(({ code, name }) => [code, name]));
}

async function managed({ db }: GrantContext, request: ApiRequest, dataset: string): Promise<Resource> {
  const grant = await decide(db, request.caller, 'manage', dataset);
  const resource = grant && (await findResource(db, dataset));
  if (!resource || resource.kind !== 'dataset') throw accessProblem('no-such-dataset', { dataset });
  return resource;
}

async function grantsPage(context: GrantContext, request: ApiRequest) {
  const resource = await managed(context, request, request.params['datasetId']!);
  const grantable = await context.grantable(resource.id);
  const grants = await currentGrants(context.db, resource.id);
  const names = await namesOf(context);
  return {
    resource: 'grants',
    data: {
      dataset: resource.id,
      title: grantable.title[request.language],
      owner: resource.owner,
      openness: resource.openness,
      opennessLevels,
      columnMarks,
      grants: await withMakers(
        context.db,
        request.caller,
        grants.map((grant) => describe(grant, grantable, names, request, context.clock)),
      ),
      organisations: [...names].map(([code, name]) => ({ code, name })),
      grantable: grantableDocument(grantable, request),
    },
  };
}

function grantableDocument({ collections, areas }: Omit<Grantable, 'title'>, { language }: ApiRequest) {
  return {
    collections: collections.map(({ id, title, hasGeometry, columns }) => ({
      ...{ id, title: title[language], hasGeometry },
      columns: columns.map((column) => ({ ...column, title: column.title[language] })),
    })),
    areas: areas.map(({ id, title }) => ({ id, title: title[language] })),
  };
}

async function postGrant(context: GrantContext, request: ApiRequest): Promise<Reply> {
  const { id: dataset } = await managed(context, request, request.params['datasetId']!);
  const grantable = await context.grantable(dataset);
  const words = checkGrant(fieldsOf(request), dataset, grantable, context.clock.now());
  const id = await context.db.transaction((tx) => addGrant(tx, context.clock, words, request.caller.id));
  const [grant] = await grantVersions(context.db, id);
  return {
    location: `/grants/${id}`,
    status: 201,
    data: describe(grant!, grantable, await namesOf(context), request, context.clock),
  };
}

const fieldsOf = (request: ApiRequest) => grantOfFields((request.body ?? {}) as Record<string, unknown>);

async function versionsOf(context: GrantContext, request: ApiRequest) {
  const id = request.params['grantId']!;
  const versions = await grantVersions(context.db, id);
  const [newest] = versions;
  const grant = newest && (await decide(context.db, request.caller, 'manage', newest.resource));
  if (!newest || !grant) throw accessProblem('no-such-grant', { grant: id });
  return { id, versions, newest, grantable: await context.grantable(newest.resource) };
}

async function grantPage(context: GrantContext, request: ApiRequest) {
  const { versions, newest, grantable } = await versionsOf(context, request);
  const names = await namesOf(context);
  return {
    resource: 'grant',
    data: {
      ...describe(newest, grantable, names, request, context.clock),
      dataset: newest.resource,
      title: grantable.title[request.language],
      grantable: grantableDocument(grantable, request),
      history: await withMakers(
        context.db,
        request.caller,
        versions.map((version) => describe(version, grantable, names, request, context.clock)),
      ),
    },
  };
}

async function changeGrant(context: GrantContext, request: ApiRequest): Promise<Reply> {
  const { id, newest, grantable } = await versionsOf(context, request);
  const words = checkGrant(fieldsOf(request), newest.resource, grantable, context.clock.now());
  const isReplaced = await context.db.transaction((tx) =>
    replaceGrant(tx, context.clock, id, words, request.caller.id),
  );
  if (!isReplaced) throw accessProblem('grant-ended', { grant: id });
  return { location: `/grants/${id}`, status: 303 };
}

async function takeBack(context: GrantContext, request: ApiRequest): Promise<Reply> {
  const { id, newest } = await versionsOf(context, request);
  const ended = await context.db.transaction((tx) => endGrant(tx, context.clock, id, request.caller.id));
  if (!ended) throw accessProblem('grant-ended', { grant: id });
  return { location: `/datasets/${newest.resource}/grants`, status: 303 };
}

function describe(
  grant: StoredGrant,
  grantable: Grantable,
  names: OrganisationNames,
  { base, language }: ApiRequest,
  clock: Clock,
) {
  const now = clock.now().toISOString();
  const isOver = grant.endedAt !== null || (grant.validUntil !== null && grant.validUntil <= now);
  return {
    id: grant.id,
    version: grant.version,
    grantee: grant.grantee,
    granteeName: describeGrantee(grant.grantee, names, language),
    actions: grant.actions,
    collections: Object.fromEntries(
      Object.entries(grant.scopes).map(([id, { columns, others, rows }]) => [
        id,
        { columns, others, rows: rows === null ? null : rowsText(rows) },
      ]),
    ),
    rowsPerRequest: grant.rowsPerRequest,
    rowsPerDay: grant.rowsPerDay,
    from: grant.validFrom,
    until: grant.validUntil,
    purpose: grant.purpose,
    legalBasis: grant.legalBasis,
    madeAt: grant.madeAt,
    madeBy: grant.madeBy,
    endedAt: grant.endedAt,
    endedBy: grant.endedBy,
    state: isOver ? 'ended' : grant.validFrom > now ? 'to-come' : 'holds',
    words: describeGrant(grant, grantable, names, language),
    href: `${base}/grants/${grant.id}`,
  };
}

/** Openness and marks: `openness`, `mark.LAYER.COLUMN` (empty: none), or `{openness, marks: {layer: {column: mark}}}`. */
async function classify(context: GrantContext, request: ApiRequest): Promise<Reply> {
  const resource = await managed(context, request, request.params['datasetId']!);
  const fields = (request.body ?? {}) as Record<string, unknown>;
  const openness = fields['openness'] ?? resource.openness;
  if (!opennessLevels.some((level) => level === openness)) {
    throw accessProblem('bad-grant', {
      field: 'openness',
      value: String(openness),
      expected: opennessLevels.join(', '),
    });
  }
  const { collections } = await context.grantable(resource.id);
  const marks = structuredClone(resource.columnMarks) as Record<string, Record<string, string>>;
  for (const [layer, column, mark] of marksOf(fields)) {
    const known = collections.find(({ id }) => id === layer)?.columns.some(({ name }) => name === column);
    const isMark = mark === '' || columnMarks.some((each) => each === mark);
    if (!known || !isMark) {
      const expected = known ? columnMarks.join(', ') : collections.map(({ id }) => id).join(', ');
      throw accessProblem('bad-grant', { field: `mark.${layer}.${column}`, value: mark, expected });
    }
    const own = (marks[layer] ??= {});
    if (mark === '') delete own[column];
    else own[column] = mark;
  }
  await putResource(context.db, { ...resource, openness: openness as Openness, columnMarks: marks });
  return { location: `/datasets/${resource.id}/grants`, status: 303 };
}

function marksOf(fields: Readonly<Record<string, unknown>>): [string, string, string][] {
  const { marks } = fields as { marks?: Record<string, Record<string, string | null>> };
  if (marks) {
    return Object.entries(marks).flatMap(([layer, own]) =>
      Object.entries(own).map(([column, mark]): [string, string, string] => [layer, column, mark ?? '']),
    );
  }
  return Object.entries(fields).flatMap(([name, value]): [string, string, string][] => {
    const [kind, layer = '', ...column] = name.split('.');
    return kind === 'mark' ? [[layer, column.join('.'), value === 'none' ? '' : String(value)]] : [];
  });
}
