import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import {
  auditExpectations,
  auditRoutes,
  enterKept,
  OutsideFile,
  outsideFile,
  Sealer,
  sendEvents,
  sendOutside,
  grantRoutes,
  createWitness,
  openAccess,
  operatorTokenFile,
  readClaimsRules,
  viewAs,
  watcherNow,
  type Access,
  type OutsideSettings,
  type Grantable,
} from './access/index.ts';
import { catalogueRoutes, dataOfUnit, datasetSearch, describeDatasets, findDataset } from './catalogue/index.ts';
import { codeRoutes, createCodeBook, placeSearch } from './codes/index.ts';
import {
  CrsRegistry,
  featureDoctorChecks,
  featureRoutes,
  freeAllLeases,
  grantableOf,
  previewOf,
} from './features/index.ts';
import { formatDoctorChecks } from './formats/index.ts';
import {
  backupRoute,
  ConfigError,
  createHttpServer,
  createJobs,
  createLog,
  createMetrics,
  createOutbox,
  descriptionRoutes,
  healthRoutes,
  isDatabaseLost,
  maintenance,
  migrate,
  announceNode,
  unannounceNode,
  openDatabase,
  openSyslog,
  operationsRoutes,
  readVersion,
  refuseUnfitDatabase,
  refuseUnfitFolder,
  scheduleOperations,
  sql,
  searchRoutes,
  storeSecret,
  systemClock,
  watchWrites,
  type ApiRequest,
  type Caller,
  type Clock,
  type Config,
  type Db,
  type Description,
  type Log,
  type Route,
} from './kernel/index.ts';
import { BlobStore, fileFolderCheck, fileFolderExpectation, referencedFiles, watchFileFolder } from './ledger/index.ts';
import { codelistEntry, loadPacks, type Codelist, type PackSet } from './packs/index.ts';
import {
  definePipelineJobs,
  ownWorkFolder,
  pipelineDoctorChecks,
  pipelineExpectations,
  pipelineRoutes,
  UploadGuard,
  uploadTaker,
  watchRuns,
  type PipelineContext,
} from './pipeline/index.ts';
import { createPortal, type PackWords } from './portal/index.ts';
import {
  SendingCount,
  openObservations,
  readableNetworks,
  feedExpectations,
  measureSpill,
  spillCheck,
  spillExpectations,
  stationExpectations,
} from './observations/index.ts';
import { checkExpression, createPageTokens, parseCql2Text } from './query/index.ts';
import { packsFolder, packParts, allProblems, migrations, leases } from './modules.ts';

/** One running node. */
export interface Node {
  readonly url: string;
  readonly operatorToken: string;
  /** Address of the one-time set-up; null once the node has its organisation. */
  setUpLink(): Promise<string | null>;
  readonly db: Db;
  readonly packs: PackSet;
  readonly routes: readonly Route[];
  /** Port of its MQTT broker; null without one. */
  readonly mqttPort: number | null;
  /** Drains requests and jobs, closes the store. */
  close(): Promise<void>;
}

export interface NodeOptions {
  readonly log?: Log;
  readonly clock?: Clock;
  /** Folder of the packs, where it is not the one that comes with the product. */
  readonly packsFolder?: string;
}

const nodeTitle = {
  vi: 'Lienthong – dữ liệu tài nguyên và môi trường',
  en: 'Lienthong – natural resources and environment data',
};
const maintenanceEveryMs = 60_000;
/** Opens the store, migrates it, takes up what was interrupted, and serves. */
export async function startNode(config: Config, options: NodeOptions = {}): Promise<Node> {
  const log = options.log ?? createLog(config.logLevel);
  const clock = options.clock ?? systemClock;
  mkdirSync(config.dataFolder, { recursive: true });
  refuseUnfitFolder(config.dataFolder, config.databaseUrl);
  const db = await openDatabase({
    dataFolder: config.dataFolder,
    url: config.databaseUrl,
    log,
    requestSeconds: config.querySeconds,
  });
  try {
    return await composeNode(config, db, log, clock, options.packsFolder ?? packsFolder);
  } catch (error) {
    await db.close();
    throw error;
  }
}

async function composeNode(config: Config, store: Db, log: Log, clock: Clock, packsIn: string): Promise<Node> {
  // What a request changes is entered in the audit log within the same transaction.
  const db = watchWrites(store, watcherNow);
  const metrics = createMetrics();
  await refuseUnfitDatabase(store);
  await migrate(store, migrations);
  const packs = await loadPacks(packsIn, { checkCondition, parts: packParts });
  for (const refused of packs.refused) log.error({ pack: refused.id, faults: refused.faults }, 'a pack was refused');
  if (db.engine === 'embedded') await freeAllLeases(db);
  const crs = new CrsRegistry(packs.packs.flatMap((pack) => pack.crs));
  await crs.register(db);
  const codes = createCodeBook(() => packs);
  const tokens = createPageTokens(await storeSecret(db, 'page-tokens'));
  const features = { db, crs, codes, tokens, clock };
  const jobs = createJobs(store, { clock, log });
  const outbox = createOutbox(store, { clock, log });
  const portal = createPortal({
    version: readVersion(),
    title: nodeTitle,
    clock,
    words: wordsOf(packs),
    basemap: basemapIn(packsIn),
  });
  let base = config.baseUrl ?? `http://${config.host}:${config.port}`;
  const access = openAccess({
    db,
    store,
    clock,
    log,
    jobs,
    dataFolder: config.dataFolder,
    secretKeyFile: config.secretKeyFile,
    outside: outsideOf(config),
    secondFactorRoles: config.secondFactorRoles,
    mail: config.smtpUrl === null ? null : { url: config.smtpUrl, from: config.mailFrom },
    renderPage: (resource, data, page) => portal.pages.render(resource, data, page),
    base: () => base,
  });
  const workFolder = await ownWorkFolder(join(config.dataFolder, 'work'), db.engine === 'embedded');
  const blobs = new BlobStore(join(config.dataFolder, 'files'));
  const sending = new SendingCount(db, clock);
  const uploads = new UploadGuard(config.uploadLimits, db, clock);
  const observations = openObservations({
    db,
    store,
    clock,
    log,
    jobs,
    tokens,
    newNetworkOpenness: config.newNetworkOpenness,
    packs: () => packs,
    blobs,
    workFolder,
    monthFileBytes: config.monthFileBytes,
    spillFolder: join(config.dataFolder, 'spill'),
    spillBytes: config.spillBytes,
    callerById: access.callerById,
    takeUpload: uploadTaker(uploads),
  });
  const pipeline: PipelineContext = {
    db,
    jobs,
    blobs,
    clock,
    log,
    packs: () => packs,
    workFolder,
    ogr2ogr: config.ogr2ogr,
    allowedHosts: config.allowedHosts,
    uploads,
  };
  await enterKept(store, config.dataFolder, clock);
  const syslog = config.syslogUrl === null ? null : openSyslog(config.syslogUrl, log);
  const sealer = new Sealer({
    db: store,
    clock,
    log,
    keyFile: config.auditKeyFile,
    outside: new OutsideFile(outsideFile(config.dataFolder)),
    ...(syslog && {
      onOutside: (lines) => sendOutside(syslog, lines),
      onSealed: (entries) => sendEvents(syslog, entries),
    }),
  });
  measureSpill(observations.spill, metrics, clock);
  definePipelineJobs(pipeline);
  const operations = {
    db,
    jobs,
    dataFolder: config.dataFolder,
    clock,
    version: readVersion(),
    modules: migrations,
    expectations: [
      fileFolderExpectation(pipeline),
      ...auditExpectations(store, clock, sealer),
      ...pipelineExpectations(db, clock),
      ...stationExpectations(store, clock),
      ...feedExpectations(store),
      ...spillExpectations(observations.spill, store, clock),
    ],
    doctorChecks: [
      ...featureDoctorChecks(
        db,
        packs.packs.flatMap((pack) => pack.crs),
      ),
      ...pipelineDoctorChecks(db),
      fileFolderCheck(pipeline),
      spillCheck(observations.spill),
      ...formatDoctorChecks(config.ogr2ogr),
    ],
    referencedFiles: () => referencedFiles(db),
  };
  await scheduleOperations(jobs, operations);
  let stopping = false;
  const routes: Route[] = [];
  const description: Description = {
    title: nodeTitle,
    description: {
      vi: 'Nút kết nối, chuẩn hoá, lưu giữ và công bố dữ liệu tài nguyên và môi trường.',
      en: 'A node that connects, harmonises, stores and publishes natural-resources-and-environment data.',
    },
    version: readVersion(),
    routes: () => routes,
    hasView: (resource) => portal.pages.hasView(resource),
    problems: allProblems,
    home: (request) => homeData(db, sending, request),
    links: [
      {
        path: '/collections',
        rel: 'data',
        type: 'application/json',
        title: { vi: 'Các lớp dữ liệu', en: 'Collections' },
      },
      { path: '/datasets', rel: 'datasets', type: 'application/json', title: { vi: 'Các bộ dữ liệu', en: 'Datasets' } },
      {
        path: '/tiles?f=json',
        rel: 'http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector',
        type: 'application/json',
        title: { vi: 'Ô bản đồ', en: 'Vector tiles' },
      },
      {
        path: '/tileMatrixSets',
        rel: 'http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes',
        type: 'application/json',
        title: { vi: 'Các lưới ô', en: 'Tile matrix sets' },
      },
      {
        path: '/sta/v1.1',
        rel: 'http://www.opengis.net/spec/iot_sensing/1.1',
        type: 'application/json',
        title: { vi: 'Trạm và chuỗi số liệu (SensorThings)', en: 'Stations and series (SensorThings)' },
      },
    ],
  };
  routes.push(
    ...descriptionRoutes(description),
    ...healthRoutes({ db, metrics, isStopping: () => stopping }),
    ...auditRoutes({ db, clock, keyFile: config.auditKeyFile, sealer }),
    ...grantRoutes({ db, clock, grantable: (dataset) => grantableWithTitle(db, dataset) }),
    ...access.routes,
    ...catalogueRoutes(db, clock, (request, view) => previewOf(features, request, view)),
    ...codeRoutes(codes, dataOfUnit(db, codes)),
    ...searchRoutes([datasetSearch(db), placeSearch(codes)]),
    ...featureRoutes(features),
    ...observations.routes,
    ...pipelineRoutes(pipeline),
    ...operationsRoutes(operations),
    backupRoute({
      db: store,
      dataFolder: config.dataFolder,
      keyFiles: [operatorTokenFile(config.dataFolder), config.secretKeyFile, config.auditKeyFile],
      leases,
      version: readVersion(),
      clock,
      log,
    }),
    ...portal.routes,
  );
  await observations.openSpill();
  const witness = createWitness({ db: store, clock, log });
  const server = await createHttpServer({
    routes,
    pages: portal.pages,
    log,
    metrics,
    viewAs: (viewer, as) => viewAs(db, viewer, as),
    identify: (headers) => access.identify(headers),
    recall: (headers) => access.recall(headers),
    isDatabaseAway: () => observations.spill.isAway,
    witness,
    mounts: access.mounts,
    rateLimit: config.rateLimit === null ? null : { perSecond: config.rateLimit, burst: config.rateLimit * 10 },
    trustedProxies: config.trustedProxies,
    base: () => base,
  });
  const listening = await server.listen(config.port, config.host);
  base = config.baseUrl ?? publicUrl(listening.url);
  const leaveFileFolder = await watchFileFolder(pipeline);
  await watchRuns(pipeline);
  await access.schedule();
  sealer.start();
  const mqtt = await observations.openMqtt({
    outbox,
    identify: (password) => identifyForMqtt(access, password),
    base: () => base,
    host: config.host,
    port: config.mqttPort,
    connections: config.mqttConnections,
    outside: config.mqttUrl === null ? null : { url: config.mqttUrl, key: config.mqttKey },
  });
  await observations.start(outbox, `${hostname()} ${new URL(listening.url).port}`);
  await jobs.start();
  const housekeeping = db.engine === 'embedded' ? keepHouse(store, log) : null;
  announceNode(config.dataFolder, listening.url, base);
  log.info({ url: base, engine: db.engine }, 'the node serves');
  return {
    url: base,
    operatorToken: access.operatorToken.text,
    setUpLink: () => access.setUpLink(),
    db,
    packs,
    routes,
    mqttPort: mqtt.port,
    close: async () => {
      if (stopping) return;
      stopping = true;
      unannounceNode(config.dataFolder);
      if (housekeeping) clearInterval(housekeeping);
      await mqtt.close();
      await observations.stop();
      await server.close();
      await witness.settled();
      await jobs.stop();
      await outbox.stop();
      await leaveFileFolder();
      await sealer.stop();
      await syslog?.close();
      await rm(workFolder, { recursive: true, force: true });
      await db.close();
      log.info({}, 'the node has stopped');
    },
  };
}

/** Who comes by a password; while the database is away, whom it meant lately: what he brings is judged again. */
async function identifyForMqtt({ identify, recall }: Access, password: string | null): Promise<Caller> {
  const headers = password === null ? {} : { authorization: `Bearer ${password}` };
  try {
    return await identify(headers);
  } catch (error) {
    const known = isDatabaseLost(error) ? recall(headers) : null;
    if (!known) throw error;
    return known;
  }
}

/** Throws `ConfigError` where a rule for claims is none. */
function outsideOf(config: Config): OutsideSettings | null {
  if (config.oidcIssuer === null) return null;
  try {
    return {
      issuer: config.oidcIssuer,
      clientId: config.oidcClientId,
      clientSecret: config.oidcClientSecret,
      name: config.oidcName,
      scope: config.oidcScope,
      rules: readClaimsRules(config.oidcRules),
    };
  } catch (error) {
    throw new ConfigError([`LIENTHONG_OIDC_RULES: ${(error as Error).message}`]);
  }
}

/** Outlines of the map's ground: those of the first pack that brings some. */
function basemapIn(folder: string): Buffer | null {
  const files = readdirSync(folder).map((pack) => join(folder, pack, 'basemap.json'));
  const found = files.toSorted().find((file) => existsSync(file));
  return found === undefined ? null : readFileSync(found);
}

/** What codes and units are called, for pages. */
function wordsOf(packs: PackSet): PackWords {
  return {
    codeLabel: (list, code, language) => {
      const found = listOf(packs, list);
      const entry = found && codelistEntry(found, code);
      return entry ? (language === 'vi' ? entry.labelVi : entry.labelEn) : null;
    },
    unitSymbol: (ucum) => packs.units.find((unit) => unit.code === ucum)?.symbol ?? null,
  };
}

function listOf(packs: PackSet, id: string): Codelist | undefined {
  for (const pack of packs.packs) {
    const found = pack.codelists.find((one) => one.id === id);
    if (found) return found;
  }
  return undefined;
}

function checkCondition(condition: string, properties: Readonly<Record<string, string>>): void {
  const fields = Object.entries(properties).map(([name, type]) => ({
    name,
    type: type as 'string',
    column: sql.identifier(name),
  }));
  checkExpression(parseCql2Text(condition), fields);
}

/** People type `localhost`; a node that listens on it says so. */
function publicUrl(url: string): string {
  return url.replace('//127.0.0.1:', '//localhost:').replace('//0.0.0.0:', '//localhost:');
}

/** The embedded engine has no autovacuum: one table at a time, when nobody waits. */
function keepHouse(db: Db, log: Log): NodeJS.Timeout {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    maintenance(db)
      .then((step) => step && log.debug({ ...step }, 'housekeeping'))
      .catch((error: unknown) => log.warn({ error: String(error) }, 'housekeeping failed'))
      .finally(() => (busy = false));
  }, maintenanceEveryMs);
  timer.unref();
  return timer;
}

/** What can be granted of a dataset: its layers are kept by one module, its title by another. */
async function grantableWithTitle(db: Db, dataset: string): Promise<Grantable> {
  const title = (await findDataset(db, dataset))?.title ?? { vi: dataset, en: dataset };
  return { ...(await grantableOf(db, dataset)), title };
}

/** What the home page shows: newest datasets and how much there is. */
async function homeData(db: Db, sending: SendingCount, request: ApiRequest): Promise<Record<string, unknown>> {
  const all = await describeDatasets(db, request);
  const datasets = all.sort((a, b) => (b.updatedAt ?? '').localeCompare(a.updatedAt ?? ''));
  return {
    datasets: datasets.slice(0, 12),
    numbers: {
      datasets: datasets.length,
      collections: datasets.reduce((sum, dataset) => sum + dataset.collections.length, 0),
      features: datasets.reduce((sum, dataset) => sum + dataset.numberOfItems, 0),
      updatedAt: datasets[0]?.updatedAt ?? null,
      ...(await sending.of(await readableNetworks(db, request.caller))),
    },
  };
}
