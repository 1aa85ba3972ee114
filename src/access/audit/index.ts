export { auditOf } from './audit-of.ts';
export { canonicalJson, sha256 } from './canonical.ts';
export { auditMigrations } from './migrations.ts';
export { erasableFields, type AuditEntry, type AuditOutcome } from './model.ts';
export { recordAudit } from './record.ts';
export { createWitness } from './request-witness.ts';
export { noteDecision, watcherNow } from './scope.ts';
