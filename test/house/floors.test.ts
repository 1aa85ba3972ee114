import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { arrows, importsAtRun, importsOf, moduleOf, sourceFiles, type Arrow } from './source-tree.ts';

/** Top to bottom; an import goes from a floor to one below it, never up and never within a floor. */
const floors = [
  ['main'],
  ['cli'],
  ['node'],
  ['modules'],
  ['portal'],
  ['pipeline', 'exchange'],
  ['catalogue', 'cases'],
  ['observations'],
  ['features'],
  ['harmonise', 'connect'],
  ['ledger'],
  ['access'],
  ['codes'],
  ['packs', 'query', 'formats', 'messaging'],
  ['kernel'],
];
const floorOf = (module: string): number => floors.findIndex((floor) => floor.includes(module));
const between = arrows().filter(({ from, to }) => moduleOf(from) !== moduleOf(to));
const line = ({ from, to }: Arrow): string => `${from} imports ${to}`;
/** `main.ts`, `node.ts` and `modules.ts` have no folder: they are their own face. */
const isFace = (path: string): boolean => /^src\/(?:[^/]+\/index\.tsx?|[^/]+\.tsx?)$/.test(path);

/** Files that call each other by nature, with the reason. */
const expressions = 'a condition holds values and a value may be a condition: the grammar of CQL2 is a circle itself';
const allowedCircles: Readonly<Record<string, string>> = {
  'src/query/to-predicate.ts -> src/query/value-reader.ts -> src/query/to-predicate.ts': expressions,
  'src/query/to-sql.ts -> src/query/value-sql.ts -> src/query/to-sql.ts': expressions,
};

describe('floors of the house', () => {
  test('every file of src/ belongs to a module with a floor', () => {
    const homeless = sourceFiles().filter((path) => floorOf(moduleOf(path)) < 0);
    assert.deepEqual(homeless, [], 'a new module needs its floor in this test and an ADR');
  });

  test('imports go down only, never up or within a floor', () => {
    const wrong = between.filter(({ from, to }) => floorOf(moduleOf(to)) <= floorOf(moduleOf(from)));
    assert.deepEqual(wrong.map(line), []);
  });

  test('another module is reached through its index.ts, never past it', () => {
    assert.deepEqual(between.filter(({ to }) => !isFace(to)).map(line), []);
  });

  test('what is imported is a source file', () => {
    const known = new Set(sourceFiles());
    assert.deepEqual(
      arrows()
        .filter(({ to }) => /\.tsx?$/.test(to) && !known.has(to))
        .map(line),
      [],
    );
  });

  test('no file needs itself through others when the program runs', () => {
    assert.deepEqual(
      circles(arrows(importsAtRun)).filter((circle) => !(circle in allowedCircles)),
      [],
    );
  });
});

describe('the reader of imports', () => {
  const table = [
    { text: "import { a,\n b } from './a.ts';", is: ['./a.ts'], means: 'a list over lines' },
    {
      text: "import type { A } from '../b/index.ts';",
      is: ['../b/index.ts'],
      means: 'types count: they are needed too',
    },
    { text: "export * from './c.ts';", is: ['./c.ts'], means: 'a passed-on name' },
    { text: "const d = await import('./d.ts');", is: ['./d.ts'], means: 'a late import' },
    { text: "import './e.ts';", is: ['./e.ts'], means: 'an import for its effect' },
    { text: "new Worker(new URL('./f.ts', import.meta.url));", is: ['./f.ts'], means: 'a worker' },
    { text: "// import { a } from './a.ts';\n/* export * from './b.ts'; */", is: [], means: 'a comment' },
    { text: "const text = 'is far from'; const other = 'x';", is: [], means: 'the word "from" in a text' },
  ];
  for (const { text, is, means } of table) {
    test(means, () => assert.deepEqual(importsOf(text), is));
  }
});

/** Each circle once, as `a -> b -> a`. */
function circles(all: readonly Arrow[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of all) next.set(from, [...(next.get(from) ?? []), to]);
  const found: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const walk = (file: string): void => {
    const start = path.indexOf(file);
    if (start >= 0) found.push([...path.slice(start), file].join(' -> '));
    if (start >= 0 || done.has(file)) return;
    path.push(file);
    for (const target of next.get(file) ?? []) walk(target);
    path.pop();
    done.add(file);
  };
  for (const file of next.keys()) walk(file);
  return found;
}
