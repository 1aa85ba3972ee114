export { createCodeBook, type CodeBook, type Translation, type When } from './code-book.ts';
export { ancestorCodes, codesWithin, listsAbove, unitsAbove, type FindList, type Unit } from './hierarchy.ts';
export { doubtfulScore, matchName, sureScore, type Candidate, type MatchReason, type NameMatch } from './match-name.ts';
export { foldName, wordsOf, type Word } from './fold-name.ts';
export { codeProblems } from './problems.ts';
export { codeRoutes } from './routes.ts';
export { placeSearch } from './search-places.ts';
export type { DataOfUnit } from './unit-route.ts';
export { codeMigrations, ensureReading } from './reference-table.ts';
export {
  addressResolverOf,
  createAddressResolver,
  type AddressCandidate,
  type AddressMatch,
  type AddressOptions,
  type AddressReason,
  type AddressResolver,
} from './addresses/resolve-address.ts';
