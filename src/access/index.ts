export {
  columnMarks,
  opennessLevels,
  type Action,
  type CollectionScope,
  type ColumnMark,
  type Grant,
  type GrantPart,
  type Openness,
  type Resource,
  type Treatment,
} from './model.ts';
export { takeFromQuota, withinGrant } from './grants/day-quota.ts';
export type { Grantable, GrantableCollection } from './grants/check-grant.ts';
export { grantRoutes, type GrantContext } from './grants/grant-routes.ts';
export { namesKnownTo, withMakers } from './names.ts';
export { viewAs } from './grants/view-as.ts';
export { grantMigrations } from './grants/migrations.ts';
export {
  decide,
  decideOnText,
  findResource,
  granteesText,
  known,
  putResource,
  readable,
  resourceText,
  resourceTextFor,
  setVisible,
} from './resources.ts';
export {
  enterSourceOwner,
  managedOnly,
  mayManage,
  nodeOwner,
  organisationsWhere,
  ownerBeforeSetUp,
  ownerCaller,
  ownerOf,
  sourceOwner,
  sourceResourceId,
} from './manage.ts';
export type { AccessContext, MailSettings } from './context.ts';
export { readClaimsRules } from './outside-issuer/claims-rule.ts';
export type { OutsideSettings } from './outside-issuer/outside-issuer.ts';
export { endLinks, makeLink, readLink, workListDays } from './links.ts';
export { openAccess, type Access, type AccessSettings } from './open-access.ts';
export { OperatorToken, operatorTokenFile } from './operator.ts';
export { accessProblems } from './problems.ts';
export { accessMigrations } from './migrations.ts';
export * from './audit/index.ts';
