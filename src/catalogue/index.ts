export { catalogueMigrations } from './migrations.ts';
export { catalogueProblem, catalogueProblems } from './problems.ts';
export { findDataset, listDatasets, putDataset, setWithdrawn, type Dataset, type NewDataset } from './datasets.ts';
export { qualityOf, type ColumnStatistics, type Quality, type RunStatistics } from './quality.ts';
export { describeDatasets } from './describe-dataset.ts';
export { catalogueRoutes } from './routes.ts';
export { datasetSearch } from './search-datasets.ts';
export { dataOfUnit } from './unit-data.ts';
