/** `docs/problems.md`: every problem a node can answer with, by code. */
export function problemsDocument(problems) {
  const sections = Object.entries(problems)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(section);
  return `# Problems

Errors are RFC 9457 problem documents (\`application/problem+json\`). Their \`type\` ends in the code below, which stays the
same between versions: programs look at it, never at the texts. Names in braces are filled with what was found. This page
is made by \`npm run docs\` from the lists of the modules.

${sections.join('\n')}`;
}

function section([code, { status, title, detail }]) {
  return `## ${code}

\`${status}\` ${title.vi} · ${title.en}

- vi: ${withPlaces(detail.vi)}
- en: ${withPlaces(detail.en)}
`;
}

/** \`{name}\` as code, so that Markdown shows the braces. */
const withPlaces = (text) => text.replace(/\{(\w+)\}/g, '`{$1}`');
