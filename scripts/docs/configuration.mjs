/** `docs/configuration.md`: every environment variable a node knows. Those of tests stand apart. */
export function configurationDocument(keys) {
  const rows = Object.entries(keys);
  const isOfTests = ([key]) => key.startsWith('LIENTHONG_TEST_');
  return `# Configuration

A node reads its settings from the environment, once, at start. An unknown \`LIENTHONG_\` variable or a value that cannot be
read stops the start; every fault is listed at once. This page is made by \`npm run docs\` from \`src/kernel/config.ts\`.

${table(rows.filter((row) => !isOfTests(row)))}

## For tests only

${table(rows.filter(isOfTests))}
`;
}

function table(rows) {
  const lines = rows.map(([key, meaning]) => `| \`${key}\` | ${meaning.replaceAll('|', '\\|')} |`);
  return ['| variable | meaning |', '| --- | --- |', ...lines].join('\n');
}
