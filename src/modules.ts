import { fileURLToPath } from 'node:url';
import { auditMigrations, auditProblems, accessMigrations, accessProblems, grantMigrations } from './access/index.ts';
import { catalogueMigrations, catalogueProblems } from './catalogue/index.ts';
import { codeMigrations, codeProblems } from './codes/index.ts';
import { connectMigrations, connectProblems } from './connect/index.ts';
import { featureMigrations, featureProblems } from './features/index.ts';
import { formatProblems } from './formats/index.ts';
import { encodingsPart, harmoniseProblems } from './harmonise/index.ts';
import {
  backupMigrations,
  databaseProblems,
  httpProblems,
  jobProblems,
  kernelLeases,
  kernelMigrations,
  operationsMigrations,
  operationsProblems,
  secretMigrations,
  type ModuleMigrations,
  type ProblemTypes,
} from './kernel/index.ts';
import { ledgerMigrations } from './ledger/index.ts';
import { packProblems, type PackPart } from './packs/index.ts';
import { pipelineProblems, layoutsPart } from './pipeline/index.ts';
import {
  observationMigrations,
  observationProblems,
  indicesPart,
  limitsPart,
  qualityPart,
} from './observations/index.ts';
import { queryProblems } from './query/index.ts';

/** Packs stand beside the compiled code (`dist/src`) and in a checkout (`src`). */
export const packsFolder = fileURLToPath(
  new URL(import.meta.url.includes('/dist/') ? '../../packs' : '../packs', import.meta.url),
);

/** Kinds of pack files that modules above `packs` keep the schema of. */
export const packParts: readonly PackPart[] = [encodingsPart, layoutsPart, qualityPart, indicesPart, limitsPart];

/** Every problem a node can answer with; `docs/problems.md` is made from it. A code stands in one module only. */
export const allProblems: ProblemTypes = mergeProblems([
  httpProblems,
  databaseProblems,
  jobProblems,
  operationsProblems,
  accessProblems,
  auditProblems,
  packProblems,
  queryProblems,
  formatProblems,
  harmoniseProblems,
  connectProblems,
  codeProblems,
  featureProblems,
  observationProblems,
  catalogueProblems,
  pipelineProblems,
]);

/** All modules in the order in which a node migrates them; restoring and moving a store need them too. */
export const migrations: readonly ModuleMigrations[] = [
  kernelMigrations,
  secretMigrations,
  backupMigrations,
  operationsMigrations,
  { module: 'codes', migrations: codeMigrations },
  { module: 'access', migrations: accessMigrations },
  { module: 'grants', migrations: grantMigrations },
  { module: 'audit', migrations: auditMigrations },
  { module: 'ledger', migrations: ledgerMigrations },
  { module: 'connect', migrations: connectMigrations },
  { module: 'features', migrations: featureMigrations },
  { module: 'observations', migrations: observationMigrations },
  { module: 'catalogue', migrations: catalogueMigrations },
];

/** Leases of writers and workers: in a copy of the store they have run out. */
export const leases = [
  { table: 'audit_chain', column: 'sealer_until' },
  ...kernelLeases,
  { table: 'collection', column: 'writer_until' },
  { table: 'file_folder', column: 'alive_until' },
];

function mergeProblems(lists: readonly ProblemTypes[]): ProblemTypes {
  const merged: Record<string, ProblemTypes[string]> = {};
  for (const [code, type] of lists.flatMap((list) => Object.entries(list))) {
    if (code in merged) throw new Error(`The problem "${code}" stands in two modules.`);
    merged[code] = type;
  }
  return merged;
}
