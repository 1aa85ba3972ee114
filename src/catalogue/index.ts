export { catalogueMigrations } from './migrations.ts';
export { catalogueProblem, catalogueProblems } from './problems.ts';
export { findDataset, listDatasets, putDataset, setWithdrawn, type Dataset, type NewDataset } from './datasets.ts';
export { qualityOf, type ColumnStatistics, type Quality, type RunStatistics } from './quality.ts';
export { catalogueRoutes, describeDatasets } from './routes.ts';
