import type { ConnectedFile, ConnectedLayer } from './connected-file.ts';

/** `docs/input-matrix.md`: what became of every file of the collection of real inputs. */
export function matrixDocument(files: readonly ConnectedFile[]): string {
  const connected = files.filter((file) => file.refusal === null);
  const refused = files.filter((file) => file.refusal !== null);
  const layers = connected.flatMap((file) => file.layers.map((layer) => row(file, layer)));
  return `# Matrix of real inputs

Real files of many agencies, as they were published, each connected with \`lienthong connect FILE --yes\` and nothing else
said: no encoding, no delimiter, no type, no column of coordinates, and a reference system (\`--crs\`) only where a layer of
plane coordinates does not tell its own. They are not part of this repository (\`LIENTHONG_TEST_DATA\` names their folder).
This page is written by \`npm run matrix\`; what it says of rows is checked by \`test/matrix/real-files.slow.test.ts\` against
counts made by other programs.

${connected.length} files were connected, ${refused.length} were refused.

## Connected

Read = stored + in quarantine. Duplicates are rows that stand in the file twice, with every value; they are counted under
stored. Issues are changed or doubtful values, each with its place, to be seen at the run.

${table(
  ['file', 'layer', 'read', 'stored', 'quarantine', 'duplicates', 'issues', 'columns', 'geometry from', 'detected'],
  layers,
)}

## Refused

${table(
  ['file', 'the words'],
  refused.map((file) => [code(file.path), plain(file.refusal ?? '')]),
)}
`;
}

function row(file: ConnectedFile, layer: ConnectedLayer): string[] {
  const { read, stored, quarantined, duplicates, issues } = layer.counts;
  return [
    code(file.path),
    plain(layer.layer),
    ...[read, stored, quarantined, duplicates, issues, layer.columns].map(String),
    plain(layer.geometry ?? ''),
    plain(layer.detected.join(' · ')),
  ];
}

const code = (path: string): string => `\`${path.replace(/^data\//, '')}\``;

/** Text that may stand in a cell of a Markdown table, in one line. */
const plain = (text: string): string => text.replaceAll('\t', '⇥').replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
