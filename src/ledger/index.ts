export { BlobStore, type Blob } from './blobs.ts';
export {
  appliedCorrections,
  correctionsInForce,
  correctionsSince,
  endCorrection,
  endedOrigins,
  findCorrection,
  hasEndedCorrections,
  listCorrections,
  makeCorrections,
  noteApplied,
  type Applied,
  type Correction,
  type NewCorrection,
} from './corrections.ts';
export {
  bytesSent,
  enterUpload,
  findDelivery,
  listDeliveries,
  recordDelivery,
  referencedFiles,
  updateDelivery,
} from './deliveries.ts';
export { fileFolderCheck, fileFolderExpectation, watchFileFolder } from './file-folder.ts';
export type { Issue, IssueCount, QuarantinedRow, SystematicIssue } from './entries.ts';
export { ledgerMigrations } from './migrations.ts';
export {
  deliveryKinds,
  noCounts,
  type Delivery,
  type DeliveryKind,
  type Run,
  type RunCounts,
  type RunOrder,
  type RunPhase,
  type RunState,
} from './model.ts';
export {
  RunEntries,
  findQuarantined,
  listIssueCounts,
  listIssues,
  listQuarantine,
  type StoredIssue,
  type StoredQuarantinedRow,
} from './run-entries.ts';
export {
  findRun,
  laterRuns,
  listRuns,
  lockEnded,
  openRun,
  unfinishedRuns,
  updateRun,
  type RunChange,
  type RunFilter,
  coordinatesOfEdition,
} from './runs.ts';
export {
  addToReceipts,
  findReceipt,
  listReceipts,
  listRefusals,
  openReceipt,
  receiptOfKey,
  resetReceipt,
  type NewReceipt,
  type Receipt,
  type ReceiptCounts,
  type Refusal,
} from './receipts.ts';
