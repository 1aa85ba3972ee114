/** QARTOD's primary flags (IOOS, Manual for the use of real-time oceanographic data quality control flags, 1.2). */
export const qualityFlags = { pass: 1, notEvaluated: 2, suspect: 3, fail: 4, missing: 9 } as const;
export type QualityFlag = (typeof qualityFlags)[keyof typeof qualityFlags];

/** Places of the tests in `Verdict.tests`; new tests go to the end, so that stored words stay readable. */
export const qualityTests = [
  'gap',
  'range',
  'climatology',
  'spike',
  'rate',
  'flat',
  'attenuated',
  'neighbour',
  'consistency',
  'scale',
  'wave',
] as const;
export type QualityTest = (typeof qualityTests)[number];

/** What the tests came to for one observation. */
export interface Verdict {
  /** The worst of the tests that say something about the value; the gap before a value says nothing about it. */
  readonly flag: QualityFlag;
  /** One digit for each of `qualityTests`, such as `11131122211`. */
  readonly tests: string;
}

export type TestFlags = Record<QualityTest, QualityFlag>;

const { notEvaluated, missing } = qualityFlags;
/** Verdicts by their digits: a handful occur again and again. */
const known = new Map<number, Verdict>();
const mostKnown = 20_000;

export function verdictOf(flags: Readonly<TestFlags>): Verdict {
  let digits = 0;
  for (const test of qualityTests) digits = digits * 10 + flags[test];
  let verdict = known.get(digits);
  if (!verdict) {
    verdict = { flag: worstOf(flags), tests: String(digits) };
    if (known.size >= mostKnown) known.clear();
    known.set(digits, verdict);
  }
  return verdict;
}

function worstOf(flags: Readonly<TestFlags>): QualityFlag {
  let worst: QualityFlag = notEvaluated;
  for (const test of qualityTests) {
    const flag = flags[test];
    // The gap before a value says nothing about it.
    if (test === 'gap' || flag === notEvaluated) continue;
    if (worst === notEvaluated || flag > worst) worst = flag;
  }
  return worst;
}

/** The tests by name, of a word that `verdictOf` made; a shorter word of an earlier version lacks the later tests. */
export function readTests(tests: string): Partial<TestFlags> {
  return Object.fromEntries(
    qualityTests.flatMap((test, place) => (tests[place] ? [[test, Number(tests[place]) as QualityFlag]] : [])),
  );
}

const storedFlags: readonly QualityFlag[] = [notEvaluated, 1, 3, 4, missing];

/** The word as one number below 2^31 for a column: base 5, the first test lowest; 0 is nothing evaluated. */
export function packTests(tests: string): number {
  let packed = 0;
  for (let place = tests.length - 1; place >= 0; place--) {
    packed = packed * storedFlags.length + storedFlags.indexOf(Number(tests[place]) as QualityFlag);
  }
  return packed;
}

export function unpackTests(packed: number): string {
  let tests = '';
  for (let rest = packed; tests.length < qualityTests.length; rest = Math.floor(rest / storedFlags.length)) {
    tests += storedFlags[rest % storedFlags.length];
  }
  return tests;
}

/** The same verdict with one test decided otherwise: what other series tell may be known later than the value. */
export function withTest(verdict: Verdict, test: QualityTest, flag: QualityFlag): Verdict {
  if (verdict.flag === missing) return verdict;
  return verdictOf({ ...allAt(notEvaluated), ...readTests(verdict.tests), [test]: flag });
}

export function allAt(flag: QualityFlag): TestFlags {
  return {
    gap: flag,
    range: flag,
    climatology: flag,
    spike: flag,
    rate: flag,
    flat: flag,
    attenuated: flag,
    neighbour: flag,
    consistency: flag,
    scale: flag,
    wave: flag,
  };
}

export const missingVerdict: Verdict = verdictOf(allAt(missing));
