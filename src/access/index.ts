export { opennessLevels, type Action, type Grant, type Openness, type Resource } from './model.ts';
export { decide, decideOnText, findResource, putResource, readable, resourceText, setVisible } from './resources.ts';
export {
  enterSourceOwner,
  managedOnly,
  mayManage,
  nodeOwner,
  organisationsWhere,
  ownerOf,
  ownerBeforeSetUp,
  ownerCaller,
  sourceOwner,
  sourceResourceId,
} from './manage.ts';
export { createIdentify, createSignInCode, operatorTokenFile, readOrMakeOperatorToken } from './operator.ts';
export { accessRoutes } from './routes.ts';
export { accessProblems } from './problems.ts';
export { accessMigrations } from './migrations.ts';
