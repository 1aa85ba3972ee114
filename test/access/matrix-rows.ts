/**
 * Who may do what: one row a route, one column a caller, one sheet a level of openness. A route without a row fails the
 * quick suite; what the rows say is tried cell by cell in the slow one.
 */

export const levels = ['open', 'conditional', 'restricted', 'closed'] as const;
export type Level = (typeof levels)[number];

/** A owns the data, B does not; N runs the node. */
export const callers = [
  'public',
  'operator',
  'A steward',
  'A steward, reading only',
  'A officer',
  'A auditor',
  'A viewer',
  'B steward',
  'B officer',
  'B viewer',
  'N administrator and steward',
  'N officer',
  'a key that has ended',
] as const;
export type CallerName = (typeof callers)[number];

/** `in`: any answer but these refusals. */
export type Outcome = 'in' | 401 | 403 | 404 | 409;

export interface Row {
  /**
   * `{A}` the owner; `{L}` the dataset of the level with its delivery `{D}`, run `{R}` and grant `{G}`; `{W}` one for
   * writing with `{WD}`, `{WR}`, `{WG}`; `{O}` another organisation.
   */
  readonly path: string;
  readonly body?: unknown;
  /** Whom it would cost the very right with which the table is tried. */
  /** The object is not there even for who may come in: 404 says nothing of the door. */
  readonly missing?: boolean;
  readonly except?: readonly CallerName[];
  readonly rule: keyof typeof rules;
}

const is = (caller: CallerName, ...names: CallerName[]): boolean => names.includes(caller);
const isOwner = (caller: CallerName): boolean => is(caller, 'operator', 'A steward', 'A steward, reading only');
const isKnown = (caller: CallerName): boolean => !is(caller, 'public', 'a key that has ended');
const isSteward = (caller: CallerName): boolean =>
  isOwner(caller) || is(caller, 'B steward', 'N administrator and steward');
/** A bearer that opens nothing is refused everywhere. */
const stranger = (caller: CallerName): 401 | null => (isKnown(caller) ? null : 401);
const hasEnded = (caller: CallerName): 401 | null => (is(caller, 'a key that has ended') ? 401 : null);
const readsOnly = (caller: CallerName): 403 | null => (is(caller, 'A steward, reading only') ? 403 : null);

export const rules = {
  everybody: (caller: CallerName): Outcome => hasEnded(caller) ?? 'in',
  /** What is open, or belongs to the caller's organisation. */
  content: (caller: CallerName, level: Level): Outcome =>
    hasEnded(caller) ?? (level === 'open' || isOwner(caller) || is(caller, 'A officer', 'A viewer') ? 'in' : 404),
  /** Files to take away and the feed of changes: a viewer looks only. */
  takingAway: (caller: CallerName, level: Level): Outcome => {
    if (level !== 'open' && is(caller, 'A viewer')) return 403;
    return rules.content(caller, level);
  },
  /** The same where who may only look is told that there is nothing to follow. */
  following: (caller: CallerName, level: Level): Outcome =>
    level !== 'open' && is(caller, 'A viewer') ? 404 : rules.content(caller, level),
  /** A link that was made up opens nothing, whoever follows it. */
  wrongLink: (caller: CallerName): Outcome => hasEnded(caller) ?? 403,
  wrongLinkOfSomebody: (caller: CallerName): Outcome => stranger(caller) ?? 403,
  signedInWrite: (caller: CallerName): Outcome => stranger(caller) ?? readsOnly(caller) ?? 'in',
  /** Somebody's own account: programs have none. */
  account: (caller: CallerName): Outcome =>
    stranger(caller) ?? (is(caller, 'N administrator and steward') ? 'in' : 403),
  stewards: (caller: CallerName): Outcome => stranger(caller) ?? (isSteward(caller) ? 'in' : 403),
  stewardsWrite: (caller: CallerName): Outcome =>
    stranger(caller) ?? readsOnly(caller) ?? (isSteward(caller) ? 'in' : 403),
  /** An object of A: other stewards are told that there is none. */
  owned: (caller: CallerName): Outcome => stranger(caller) ?? (isOwner(caller) ? 'in' : isSteward(caller) ? 404 : 403),
  ownedWrite: (caller: CallerName): Outcome => readsOnly(caller) ?? rules.owned(caller),
  /** The same by a door that everybody known may come through, for grants to write. */
  delivered: (caller: CallerName): Outcome => stranger(caller) ?? (isOwner(caller) ? 'in' : 404),
  deliver: (caller: CallerName): Outcome => stranger(caller) ?? readsOnly(caller) ?? (isOwner(caller) ? 'in' : 404),
  /** A name in use is no secret: it is told when one wants it oneself. */
  named: (caller: CallerName): Outcome =>
    stranger(caller) ?? readsOnly(caller) ?? (isOwner(caller) ? 'in' : isSteward(caller) ? 409 : 403),
  node: (caller: CallerName): Outcome =>
    stranger(caller) ?? (is(caller, 'operator', 'N administrator and steward') ? 'in' : 403),
  /** Of the organisation A: the administrator of another one is told that there is none. */
  administered: (caller: CallerName): Outcome =>
    stranger(caller) ?? (is(caller, 'operator') ? 'in' : is(caller, 'N administrator and steward') ? 404 : 403),
  operator: (caller: CallerName): Outcome => stranger(caller) ?? (is(caller, 'operator') ? 'in' : 403),
  audit: (caller: CallerName): Outcome =>
    stranger(caller) ?? (is(caller, 'operator', 'A auditor', 'N administrator and steward') ? 'in' : 403),
} as const;

const grant = { grantee: 'user:nobody', actions: ['know'], purpose: 'thử', legalBasis: 'thử' };

/** By `METHOD path` of the API description. */
export const rows: Readonly<Record<string, Row | readonly Row[]>> = {
  'GET /': { path: '/', rule: 'everybody' },
  'GET /conformance': { path: '/conformance', rule: 'everybody' },
  'GET /openapi.json': { path: '/openapi.json', rule: 'everybody' },
  'GET /api': { path: '/api', rule: 'everybody' },
  'GET /problems/{code}': { path: '/problems/invalid-bbox', rule: 'everybody' },
  'GET /standards': { path: '/standards', rule: 'everybody' },
  'GET /standards/{pack}/{standard}/template': {
    path: '/standards/vn-air/ambient-air-measurements/template',
    rule: 'everybody',
  },
  'GET /work-list': { path: '/work-list?code=none', rule: 'everybody', missing: true },
  'GET /design': { path: '/design', rule: 'everybody' },
  'GET /search': { path: '/search?q=matrix', rule: 'everybody' },
  'GET /units/{pack}/{list}/{unit}': { path: '/units/vn-core/provinces-34/01', rule: 'everybody' },
  'GET /units/match': { path: '/units/match?name=H%C3%A0%20N%E1%BB%99i', rule: 'everybody' },
  'GET /organisations': { path: '/organisations', rule: 'everybody' },
  'GET /organisations/{organisation}': { path: '/organisations/{A}', rule: 'everybody' },

  'GET /datasets': { path: '/datasets', rule: 'everybody' },
  'GET /datasets/{datasetId}': { path: '/datasets/{L}', rule: 'content' },
  'GET /datasets/{datasetId}/metadata': { path: '/datasets/{L}/metadata', rule: 'owned' },
  'POST /datasets/{datasetId}/metadata': { path: '/datasets/{W}/metadata', body: { title: 'x' }, rule: 'ownedWrite' },
  'POST /datasets/{datasetId}/metadata/{version}/restore': {
    path: '/datasets/{W}/metadata/0/restore',
    missing: true,
    rule: 'ownedWrite',
  },
  'GET /collections': { path: '/collections', rule: 'everybody' },
  'GET /collections/{collectionId}': { path: '/collections/{L}', rule: 'content' },
  'GET /collections/{collectionId}/queryables': { path: '/collections/{L}/queryables', rule: 'content' },
  'GET /collections/{collectionId}/sortables': { path: '/collections/{L}/sortables', rule: 'content' },
  'GET /collections/{collectionId}/items': [
    { path: '/collections/{L}/items', rule: 'content' },
    { path: '/collections/{L}/items?as-of=1&limit=1', rule: 'content' },
    { path: '/collections/{L}/items?f=html', rule: 'content' },
    { path: '/collections/{L}/items?f=csv', rule: 'takingAway' },
  ],
  'GET /collections/{collectionId}/items/{featureId}': { path: '/collections/{L}/items/A', rule: 'content' },
  'GET /collections/{collectionId}/changes': { path: '/collections/{L}/changes', rule: 'takingAway' },
  'GET /collections/{collectionId}/distribution': { path: '/collections/{L}/distribution', rule: 'content' },
  'GET /collections/{collectionId}/summary': [
    { path: '/collections/{L}/summary', rule: 'content' },
    { path: '/collections/{L}/summary?f=csv', rule: 'takingAway' },
  ],

  'GET /sta/v1.1': { path: '/sta/v1.1', rule: 'everybody' },
  'GET /sta/v1.1/{path}': { path: '/sta/v1.1/Things', rule: 'everybody' },
  'PATCH /sta/v1.1/{path}': { path: '/sta/v1.1/Things(0)', missing: true, body: {}, rule: 'signedInWrite' },
  'PUT /sta/v1.1/{path}': { path: '/sta/v1.1/Things(0)', missing: true, body: {}, rule: 'signedInWrite' },
  'DELETE /sta/v1.1/{path}': { path: '/sta/v1.1/Things(0)', missing: true, rule: 'signedInWrite' },
  'POST /sta/v1.1/{path}': { path: '/sta/v1.1/Tram', missing: true, body: {}, rule: 'signedInWrite' },
  'GET /networks/{networkId}/sta/v1.1': { path: '/networks/{L}/sta/v1.1', rule: 'content' },
  'GET /networks/{networkId}/sta/v1.1/{path}': { path: '/networks/{L}/sta/v1.1/Things', rule: 'content' },
  'POST /networks/{networkId}/sta/v1.1/{path}': {
    ...{ path: '/networks/{W}/sta/v1.1/Tram', body: {}, rule: 'deliver', missing: true },
  },
  'PATCH /networks/{networkId}/sta/v1.1/{path}': {
    ...{ path: '/networks/{W}/sta/v1.1/Things(0)', body: {}, rule: 'deliver', missing: true },
  },
  'PUT /networks/{networkId}/sta/v1.1/{path}': {
    ...{ path: '/networks/{W}/sta/v1.1/Things(0)', body: {}, rule: 'deliver', missing: true },
  },
  'DELETE /networks/{networkId}/sta/v1.1/{path}': {
    ...{ path: '/networks/{W}/sta/v1.1/Things(0)', rule: 'deliver', missing: true },
  },
  'GET /networks': { path: '/networks', rule: 'everybody' },
  'POST /networks': { path: '/networks', body: { title: 'Trạm' }, rule: 'stewardsWrite' },
  'GET /networks/{networkId}': { path: '/networks/{L}', rule: 'content' },
  'GET /networks/{networkId}/receipts': { path: '/networks/{L}/receipts', rule: 'delivered' },
  'GET /networks/{networkId}/receipts/{receiptId}': {
    ...{ path: '/networks/{L}/receipts/0', rule: 'delivered', missing: true },
  },
  'GET /stations': [
    { path: '/stations', rule: 'everybody' },
    { path: '/stations?network={L}', rule: 'content' },
  ],
  'GET /stations/report': { path: '/stations/report?network={L}', rule: 'content' },
  'GET /stations/{stationId}': { path: '/stations/0', rule: 'everybody', missing: true },
  'GET /networks/{networkId}/live': { path: '/networks/{L}/live?f=events', rule: 'following' },
  'GET /edr': { path: '/edr', rule: 'everybody' },
  'GET /edr/conformance': { path: '/edr/conformance', rule: 'everybody' },
  'GET /edr/collections': { path: '/edr/collections', rule: 'everybody' },
  'GET /edr/collections/{networkId}': { path: '/edr/collections/{L}', rule: 'content' },
  'GET /edr/collections/{networkId}/position': {
    ...{ path: '/edr/collections/{L}/position?coords=POINT(105%2021)', rule: 'content' },
  },
  'GET /edr/collections/{networkId}/area': {
    ...{ path: '/edr/collections/{L}/area?coords=POLYGON((105%2021,106%2021,106%2022,105%2021))', rule: 'content' },
  },
  'GET /edr/collections/{networkId}/radius': {
    ...{ path: '/edr/collections/{L}/radius?coords=POINT(105%2021)&within=1&within-units=km', rule: 'content' },
  },
  'GET /edr/collections/{networkId}/locations': { path: '/edr/collections/{L}/locations', rule: 'content' },
  'GET /edr/collections/{networkId}/locations/{locationId}': {
    ...{ path: '/edr/collections/{L}/locations/0', rule: 'content', missing: true },
  },
  'GET /edr/collections/{networkId}/items': { path: '/edr/collections/{L}/items', rule: 'content' },
  'GET /edr/collections/{networkId}/items/{itemId}': {
    ...{ path: '/edr/collections/{L}/items/0', rule: 'content', missing: true },
  },
  'POST /networks/{networkId}/approvals': {
    ...{ path: '/networks/{W}/approvals', rule: 'deliver' as const },
    body: { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' },
  },
  'GET /networks/{networkId}/adjustments': { path: '/networks/{L}/adjustments', rule: 'delivered' },
  'POST /networks/{networkId}/adjustments': {
    ...{ path: '/networks/{W}/adjustments', rule: 'deliver' as const, missing: true },
    body: { series: 1, from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', action: 'blank', reason: 'thử' },
  },
  'GET /networks/{networkId}/adjustments/{adjustmentId}': {
    ...{ path: '/networks/{L}/adjustments/0', rule: 'delivered' as const, missing: true },
  },
  ...Object.fromEntries(
    ['submit', 'accept', 'reject', 'cancel'].map((step): [string, Row] => [
      `POST /networks/{networkId}/adjustments/{adjustmentId}/${step}`,
      { path: `/networks/{W}/adjustments/0/${step}`, body: {}, rule: 'deliver', missing: true },
    ]),
  ),
  'GET /networks/{networkId}/series/{seriesId}/neighbours': {
    ...{ path: '/networks/{L}/series/0/neighbours', rule: 'delivered' as const, missing: true },
  },
  'POST /networks/{networkId}/series/{seriesId}/neighbours': {
    ...{ path: '/networks/{W}/series/0/neighbours', rule: 'deliver' as const, missing: true },
    body: { neighbours: [1, 2, 3], suspect: 5 },
  },
  'POST /networks/{networkId}/series/{seriesId}/neighbours/take-back': {
    ...{ path: '/networks/{W}/series/0/neighbours/take-back', rule: 'deliver' as const, missing: true },
  },
  'GET /networks/{networkId}/feeds': { path: '/networks/{L}/feeds', rule: 'delivered' },
  'POST /networks/{networkId}/feeds': { path: '/networks/{W}/feeds', body: { path: '/none' }, rule: 'operator' },
  'POST /networks/{networkId}/feeds/{feedId}/end': {
    ...{ path: '/networks/{W}/feeds/0/end', rule: 'operator', missing: true },
  },
  'GET /networks/{networkId}/months/{month}': {
    ...{ path: '/networks/{L}/months/2026-04.parquet?f=parquet', rule: 'following' as const, missing: true },
  },
  'POST /networks/{networkId}/files': { path: '/networks/{W}/files', rule: 'deliver' },
  'POST /networks/{networkId}/observations': { path: '/networks/{W}/observations', rule: 'deliver' },

  'GET /map': [
    { path: '/map', rule: 'everybody' },
    { path: '/map?layers={L}', rule: 'everybody' },
  ],
  'GET /map/base': { path: '/map/base', rule: 'everybody' },
  // Of this node there is no base: everybody hears the same.
  'GET /map/base/names/{tileMatrix}/{tileRow}/{tileCol}': { path: '/map/base/names/0/0/0', rule: 'everybody' },
  'GET /coordinates': { path: '/coordinates?at=105.8,21', rule: 'everybody' },
  'GET /tileMatrixSets': { path: '/tileMatrixSets', rule: 'everybody' },
  'GET /tileMatrixSets/{tileMatrixSetId}': { path: '/tileMatrixSets/WebMercatorQuad', rule: 'everybody' },
  'GET /tiles': [
    { path: '/tiles', rule: 'everybody' },
    { path: '/tiles?collections={L}', rule: 'content' },
  ],
  'GET /tiles/{tileMatrixSetId}': [
    { path: '/tiles/WebMercatorQuad', rule: 'everybody' },
    { path: '/tiles/WebMercatorQuad?collections={L}', rule: 'content' },
  ],
  'GET /tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}': [
    { path: '/tiles/WebMercatorQuad/0/0/0?f=mvt', rule: 'everybody' },
    { path: '/tiles/WebMercatorQuad/0/0/0?f=mvt&collections={L}', rule: 'content' },
  ],
  'GET /collections/{collectionId}/tiles': { path: '/collections/{L}/tiles', rule: 'content' },
  'GET /collections/{collectionId}/tiles/{tileMatrixSetId}': [
    { path: '/collections/{L}/tiles/WebMercatorQuad', rule: 'content' },
    { path: '/collections/{L}/tiles/WebMercatorQuad?f=tilejson', rule: 'content' },
  ],
  'GET /collections/{collectionId}/tiles/{tileMatrixSetId}/{tileMatrix}/{tileRow}/{tileCol}': [
    { path: '/collections/{L}/tiles/WebMercatorQuad/0/0/0?f=mvt', rule: 'content' },
    { path: '/collections/{L}/tiles/WebMercatorQuad/0/0/0?f=mvt&as-of=1', rule: 'content' },
  ],
  'GET /collections/{collectionId}/style': { path: '/collections/{L}/style', rule: 'owned' },
  'POST /collections/{collectionId}/style': { path: '/collections/{W}/style', body: { width: 2 }, rule: 'ownedWrite' },
  'POST /collections/{collectionId}/style/preview': {
    path: '/collections/{W}/style/preview',
    body: { width: 2 },
    rule: 'ownedWrite',
  },
  'POST /collections/{collectionId}/style/{version}/restore': {
    path: '/collections/{W}/style/99/restore',
    missing: true,
    rule: 'ownedWrite',
  },
  'POST /collections/{collectionId}/base-map': {
    path: '/collections/{W}/base-map',
    body: { use: 'no' },
    rule: 'node',
  },
  'GET /collections/{collectionId}/styles': { path: '/collections/{L}/styles', rule: 'content' },
  'GET /collections/{collectionId}/styles/{styleId}': { path: '/collections/{L}/styles/default', rule: 'content' },

  'GET /datasets/{datasetId}/grants': { path: '/datasets/{L}/grants', rule: 'owned' },
  'POST /datasets/{datasetId}/grants': { path: '/datasets/{L}/grants', body: grant, rule: 'ownedWrite' },
  'POST /datasets/{datasetId}/classification': { path: '/datasets/{W}/classification', body: {}, rule: 'ownedWrite' },
  'GET /grants/{grantId}': { path: '/grants/{G}', rule: 'owned' },
  'POST /grants/{grantId}': { path: '/grants/{WG}', body: grant, rule: 'ownedWrite' },
  'POST /grants/{grantId}/end': { path: '/grants/{WG}/end', rule: 'ownedWrite' },
  'POST /datasets/{datasetId}/withdraw': { path: '/datasets/{W}/withdraw', rule: 'ownedWrite' },
  'POST /datasets/{datasetId}/restore': { path: '/datasets/{W}/restore', rule: 'ownedWrite' },

  'GET /sources': { path: '/sources', rule: 'stewards' },
  'POST /sources': { path: '/sources', body: {}, rule: 'stewardsWrite' },
  'GET /sources/{sourceId}': { path: '/sources/{L}', rule: 'owned' },
  'PUT /sources/{sourceId}': { path: '/sources/{W}', body: { transport: 'upload' }, rule: 'named' },
  'POST /sources/{sourceId}/schedule': { path: '/sources/{W}/schedule', body: { every: 'never' }, rule: 'ownedWrite' },
  'POST /sources/{sourceId}/deliveries': { path: '/sources/{W}/deliveries', rule: 'deliver' },
  'GET /deliveries/{deliveryId}': { path: '/deliveries/{D}', rule: 'delivered' },
  'POST /deliveries/{deliveryId}/runs': {
    path: '/deliveries/{WD}/runs',
    body: { layers: [{ layer: 'none' }] },
    rule: 'deliver',
  },
  'GET /deliveries/{deliveryId}/proposal': {
    path: '/deliveries/{D}/proposal?standard=vn-air/ambient-air-measurements',
    rule: 'owned',
  },
  'POST /deliveries/{deliveryId}/preview': {
    path: '/deliveries/{WD}/preview',
    body: { layer: 'none' },
    rule: 'ownedWrite',
  },
  'POST /deliveries/{deliveryId}/reading': { path: '/deliveries/{WD}/reading', body: {}, rule: 'ownedWrite' },
  'GET /sources/{sourceId}/mappings': { path: '/sources/{L}/mappings', rule: 'owned' },
  'POST /sources/{sourceId}/mappings/{version}/restore': {
    path: '/sources/{W}/mappings/0/restore',
    body: { standard: 'x/y' },
    missing: true,
    rule: 'ownedWrite',
  },
  'GET /mappings': { path: '/mappings?standard=vn-air/ambient-air-measurements', rule: 'stewards' },
  'GET /runs': { path: '/runs', rule: 'stewards' },
  'GET /runs/{runId}': { path: '/runs/{R}', rule: 'delivered' },
  'GET /runs/{runId}/issues': { path: '/runs/{R}/issues', rule: 'owned' },
  'GET /runs/{runId}/quarantine': { path: '/runs/{R}/quarantine', rule: 'owned' },
  'GET /runs/{runId}/file': { path: '/runs/{R}/file?row=2', rule: 'owned' },
  'GET /runs/{runId}/rows/{position}': { path: '/runs/{R}/rows/2', rule: 'owned' },
  'POST /runs/{runId}/rows/{position}': {
    path: '/runs/{WR}/rows/2',
    body: { reason: 'thử', cells: {} },
    rule: 'ownedWrite',
  },
  'GET /deliveries/{deliveryId}/corrections': { path: '/deliveries/{D}/corrections', rule: 'owned' },
  'POST /deliveries/{deliveryId}/corrections/{correctionId}/revert': {
    path: '/deliveries/{WD}/corrections/1/revert',
    missing: true,
    rule: 'ownedWrite',
  },
  'POST /runs/{runId}/quarantine/links/end': { path: '/runs/{WR}/quarantine/links/end', rule: 'ownedWrite' },
  'POST /runs/{runId}/quarantine/links': { path: '/runs/{WR}/quarantine/links', rule: 'ownedWrite' },
  'POST /runs/{runId}/accept': { path: '/runs/{WR}/accept', rule: 'ownedWrite' },
  'POST /runs/{runId}/discard': { path: '/runs/{WR}/discard', rule: 'ownedWrite' },
  'POST /runs/{runId}/rerun': { path: '/runs/{WR}/rerun', rule: 'ownedWrite' },
  'POST /runs/{runId}/rollback': { path: '/runs/{WR}/rollback', rule: 'ownedWrite' },

  'GET /operations': { path: '/operations', rule: 'node' },
  'GET /operations/doctor': { path: '/operations/doctor', rule: 'node' },
  'GET /backup': { path: '/backup', rule: 'node' },
  'GET /audit': [
    { path: '/audit', rule: 'audit' },
    { path: '/audit?f=csv', rule: 'audit' },
  ],
  'GET /audit/export': { path: '/audit/export', rule: 'node' },
  'POST /audit/keys': { path: '/audit/keys', body: {}, rule: 'operator' },
  'POST /audit/erasures': { path: '/audit/erasures', body: { who: 'user:nobody', reason: 'thử' }, rule: 'node' },

  'POST /session/links': { path: '/session/links', rule: 'operator' },
  'GET /session': { path: '/session?code=wrong', rule: 'wrongLink' },
  'POST /session/end': { path: '/session/end', rule: 'signedInWrite', except: ['N administrator and steward'] },
  'POST /operator-token': { path: '/operator-token', rule: 'operator', except: ['operator'] },
  'DELETE /operator-token': { path: '/operator-token', rule: 'operator', except: ['operator'] },
  'GET /letters': { path: '/letters', rule: 'operator' },
  'GET /sign-in': { path: '/sign-in', rule: 'everybody' },
  'POST /sign-in': { path: '/sign-in', body: {}, rule: 'everybody' },
  'GET /sign-in/second': { path: '/sign-in/second', rule: 'wrongLink' },
  'POST /sign-in/second': { path: '/sign-in/second', body: { code: '000000' }, rule: 'wrongLink' },
  'POST /sign-in/passkey/options': { path: '/sign-in/passkey/options', body: {}, rule: 'everybody' },
  'POST /sign-in/passkey': { path: '/sign-in/passkey', body: {}, rule: 'everybody' },
  'GET /sign-in/outside': { path: '/sign-in/outside', missing: true, rule: 'everybody' },
  'GET /sign-in/outside/callback': { path: '/sign-in/outside/callback', missing: true, rule: 'everybody' },
  'GET /interactions/{uid}': { path: '/interactions/wrong', rule: 'wrongLink' },
  'POST /interactions/{uid}': {
    path: '/interactions/wrong',
    body: { decision: 'allow' },
    rule: 'wrongLinkOfSomebody',
  },
  'GET /set-up': { path: '/set-up?code=wrong', rule: 'wrongLink' },
  'POST /set-up': {
    path: '/set-up?code=wrong',
    body: { organisation: 'H26.9', organisationName: 'x', name: 'x', email: 'x@example.org', password: 'x' },
    rule: 'wrongLink',
  },
  'GET /invitation': { path: '/invitation?code=wrong', rule: 'wrongLink' },
  'POST /invitation': { path: '/invitation?code=wrong', body: { name: 'x', password: 'x' }, rule: 'wrongLink' },
  'POST /invitation/join': { path: '/invitation/join?code=wrong', rule: 'wrongLinkOfSomebody' },
  'GET /reset': { path: '/reset?code=wrong', rule: 'wrongLink' },
  'POST /reset': { path: '/reset?code=wrong', body: { password: 'x' }, rule: 'wrongLink' },
  'POST /reset/letters': { path: '/reset/letters', body: {}, rule: 'everybody' },
  'GET /verify': { path: '/verify?code=wrong', rule: 'wrongLink' },
  'POST /verify': { path: '/verify?code=wrong', body: {}, rule: 'wrongLink' },

  'GET /account': { path: '/account', rule: 'account' },
  'POST /account/password': { path: '/account/password', body: { current: 'x', password: 'x' }, rule: 'account' },
  'POST /account/name': { path: '/account/name', body: { name: 'x' }, rule: 'account' },
  'POST /account/email': { path: '/account/email', body: { current: 'x', email: 'x@example.org' }, rule: 'account' },
  'POST /account/recovery-codes': { path: '/account/recovery-codes', body: { current: 'x' }, rule: 'account' },
  'POST /account/totp': { path: '/account/totp', body: {}, rule: 'account' },
  'POST /account/totp/confirm': { path: '/account/totp/confirm', body: { code: '000000' }, rule: 'account' },
  'POST /account/totp/end': { path: '/account/totp/end', body: { current: 'x' }, rule: 'account' },
  'POST /account/sessions/{sessionId}/end': {
    path: '/account/sessions/none/end',
    body: {},
    missing: true,
    rule: 'account',
  },
  'POST /account/sessions/end-others': { path: '/account/sessions/end-others', body: {}, rule: 'account' },
  'POST /account/verify': { path: '/account/verify', body: {}, rule: 'account' },
  'POST /account/organisations/{organisation}/leave': {
    ...{ path: '/account/organisations/{A}/leave', rule: 'account', missing: true },
  },
  'POST /account/passkeys/{passkeyId}/end': {
    path: '/account/passkeys/none/end',
    body: {},
    missing: true,
    rule: 'account',
  },
  'POST /account/passkeys/options': { path: '/account/passkeys/options', body: {}, rule: 'account' },
  'POST /account/passkeys': { path: '/account/passkeys', body: { response: {} }, rule: 'account' },

  'POST /organisations': { path: '/organisations', body: { code: 'H26.7', name: 'Sở mới' }, rule: 'node' },
  'POST /organisations/{organisation}/change': {
    ...{ path: '/organisations/{A}/change', body: { name: 'Sở A' }, rule: 'administered' },
  },
  'POST /organisations/{organisation}/invitations': {
    path: '/organisations/{A}/invitations',
    body: { email: 'moi@example.gov.vn', roles: ['viewer'] },
    rule: 'administered',
  },
  'POST /organisations/{organisation}/invitations/end': {
    path: '/organisations/{A}/invitations/end',
    body: { email: 'nobody@example.gov.vn' },
    missing: true,
    rule: 'administered',
  },
  'POST /organisations/{organisation}/members/{member}': {
    ...{ path: '/organisations/{A}/members/none', body: { roles: ['viewer'] }, missing: true, rule: 'administered' },
  },
  'POST /organisations/{organisation}/members/{member}/end': {
    ...{ path: '/organisations/{A}/members/none/end', missing: true, rule: 'administered' },
  },
  'POST /organisations/{organisation}/successor': {
    path: '/organisations/{O}/successor',
    body: { successor: 'nobody', day: '2099-01-01' },
    missing: true,
    rule: 'node',
  },
  'POST /organisations/{organisation}/keys': {
    ...{ path: '/organisations/{A}/keys', body: { name: 'k', roles: ['viewer'] }, rule: 'administered' },
  },
  'POST /organisations/{organisation}/keys/{keyId}/end': {
    ...{ path: '/organisations/{A}/keys/none/end', missing: true, rule: 'administered' },
  },
  'POST /organisations/{organisation}/clients': {
    ...{
      path: '/organisations/{A}/clients',
      body: { name: 'c', kind: 'service', roles: ['viewer'] },
      rule: 'administered',
    },
  },
  'POST /organisations/{organisation}/clients/{keyId}/end': {
    ...{ path: '/organisations/{A}/clients/none/end', missing: true, rule: 'administered' },
  },
};
