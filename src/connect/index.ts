export { isInside } from './transports/reachable.ts';
export { connectMigrations } from './migrations.ts';
export {
  keepMapping,
  listMappingVersions,
  mappingsTo,
  mappingsToLearnFrom,
  type MappingOrigin,
  type MappingVersion,
} from './mapping-versions.ts';
export { connectProblem, connectProblems } from './problems.ts';
export {
  checkId,
  fetchSource,
  findSource,
  getOwnSource,
  getSource,
  listOwnSources,
  listSources,
  putSource,
  rememberDelivery,
  rememberLayers,
  rememberReading,
  transports,
  type LayerDecision,
  type Source,
  type SourceSettings,
  type Transport,
} from './sources.ts';
export type { Arrival } from './transports/arrival.ts';
export { openPath } from './transports/file.ts';
export { archiveOf } from './transports/folder.ts';
export {
  findSchedule,
  listSchedules,
  noteFetch,
  putSchedule,
  removeSchedule,
  settleFetch,
  type SourceSchedule,
} from './source-schedules.ts';
