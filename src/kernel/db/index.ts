export { openDatabase, type DatabaseOptions } from './open-database.ts';
export { DatabaseError, isUniqueViolation } from './database-error.ts';
export { databaseProblems } from './problems.ts';
export { maintenance, type MaintenanceStep } from './maintenance.ts';
export { migrate, type Migration, type ModuleMigrations } from './migrate.ts';
export { livenessOf, processIdentity, processOf } from './process-identity.ts';
export { readSnapshot, type Lease, type Snapshot } from './snapshot.ts';
export { readTexts, type TextPage } from './text-page.ts';
export { watchWrites, type WriteWatcher } from './watched-db.ts';
