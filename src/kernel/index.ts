export { sql, type Sql } from './sql.ts';
export type { Db, Lane, Rows } from './db.ts';
export { secretMigrations, storeSecret } from './secrets.ts';
export { openSyslog, syslogProtocols, type Syslog } from './syslog.ts';
export { csvCell, csvLine } from './csv.ts';
export { copyLine } from './copy-text.ts';
export type { Geometry, Position } from './geometry.ts';
export { fill, formatNumber, type Language, type Message, type Messages, type Parameters } from './i18n.ts';
export {
  Problem,
  problemsOf,
  recordProblem,
  type ProblemRecord,
  type ProblemType,
  type ProblemTypes,
} from './problem.ts';
export { isDiskFull, whileThereIsRoom } from './disk-full.ts';
export { systemClock, type Clock } from './clock.ts';
export { Together } from './together.ts';
export { ConfigError, configKeys, readConfig, readVersion, type Config } from './config.ts';
export { createLog, type Log } from './log.ts';
export { createMetrics, type Metrics } from './metrics.ts';
export * from './http/index.ts';
export {
  DatabaseError,
  databaseProblem,
  databaseProblems,
  isDatabaseAway,
  isDatabaseLost,
  isUniqueViolation,
  livenessOf,
  maintenance,
  mayExchangeTables,
  migrate,
  openDatabase,
  processIdentity,
  type DatabaseOptions,
  type MaintenanceStep,
  type Migration,
  type ModuleMigrations,
  readTexts,
  type TextPage,
  watchWrites,
  type WriteWatcher,
} from './db/index.ts';
export * from './jobs/index.ts';
export * from './backup/index.ts';
export * from './operations/index.ts';
export * from './search/index.ts';
export { announcedNode, announceNode, unannounceNode, type RunningNode } from './node-file.ts';
