// Writes the bill of materials of what is shipped (CycloneDX, without what only builds and tests) into sbom.cdx.json.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const options = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 };
const bill = JSON.parse(execFileSync(npm, ['sbom', '--sbom-format', 'cyclonedx'], options));

// npm's own `--omit dev` also leaves out what is shipped and used for building as well.
const isShipped = ({ properties = [] }) =>
  !properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true');
const components = bill.components.filter(isShipped);
const kept = new Set([bill.metadata.component['bom-ref'], ...components.map((component) => component['bom-ref'])]);
const dependencies = bill.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => kept.has(other)) }));

const listed = new Set(components.map(({ group, name }) => (group ? `${group}/${name}` : name)));
const wanted = Object.keys(JSON.parse(readFileSync(`${root}/package.json`, 'utf8')).dependencies);
const missing = wanted.filter((name) => !listed.has(name));
if (missing.length > 0) {
  console.error(`Not in the bill of materials: ${missing.join(', ')}`);
  process.exit(1);
}
writeFileSync(`${root}/sbom.cdx.json`, `${JSON.stringify({ ...bill, components, dependencies }, null, 2)}\n`);
console.log(`sbom.cdx.json: ${components.length} components`);
