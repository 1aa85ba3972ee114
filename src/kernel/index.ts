export { sql, type Sql } from './sql.ts';
export type { Db, Lane, Rows } from './db.ts';
export { copyLine } from './copy-text.ts';
export type { Geometry, Position } from './geometry.ts';
export { fill, formatNumber, type Language, type Message, type Messages, type Parameters } from './i18n.ts';
export { Problem, problemsOf, type ProblemType, type ProblemTypes } from './problem.ts';
