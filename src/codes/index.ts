export { ancestorCodes, codesWithin, listsAbove, unitsAbove, type FindList, type Unit } from './hierarchy.ts';
export { doubtfulScore, matchName, sureScore, type Candidate, type MatchReason, type NameMatch } from './match-name.ts';
