import { fill, type Language, type Parameters } from './i18n.ts';

/**
 * One kind of problem a caller can meet (RFC 9457). Modules keep closed lists of these; the kernel merges them and a
 * test keeps `docs/problems.md` the same. `detail` says what was wrong, where, and what to do.
 */
export interface ProblemType {
  readonly status: number;
  readonly title: { readonly vi: string; readonly en: string };
  readonly detail: { readonly vi: string; readonly en: string };
}
export type ProblemTypes = Readonly<Record<string, ProblemType>>;

/** Something the caller caused and can mend. Our own mistakes are plain errors and become a 500 with an id. */
export class Problem extends Error {
  readonly code: string;
  readonly type: ProblemType;
  readonly parameters: Parameters;
  /** Extra members of the problem document, e.g. `errors: [{pointer, detail}]`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    type: ProblemType,
    parameters: Parameters = {},
    options: { cause?: unknown; members?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(fill(type.detail, 'en', parameters), { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.type = type;
    this.parameters = parameters;
    this.members = options.members ?? {};
  }

  toDocument(language: Language, base = ''): Record<string, unknown> {
    return {
      type: `${base}/problems/${this.code}`,
      title: this.type.title[language],
      status: this.type.status,
      detail: fill(this.type.detail, language, this.parameters),
      ...this.members,
    };
  }
}

/** A module's thrower: `const problem = problemsOf(problemTypes)`, then `throw problem('invalid-bbox', {value})`. */
export function problemsOf<T extends ProblemTypes>(types: T) {
  return (
    code: keyof T & string,
    parameters?: Parameters,
    options?: { cause?: unknown; members?: Readonly<Record<string, unknown>> },
  ): Problem => new Problem(code, types[code]!, parameters, options);
}

/** A problem kept in the database (of a run, a delivery): both languages, so that each reader gets it in his own. */
export interface ProblemRecord {
  readonly code: string;
  readonly vi: Record<string, unknown>;
  readonly en: Record<string, unknown>;
}

export function recordProblem(problem: Problem): ProblemRecord {
  return { code: problem.code, vi: problem.toDocument('vi'), en: problem.toDocument('en') };
}
