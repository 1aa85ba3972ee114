import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkSchema } from './check-schema.ts';
import { reason, refuseIn, startOfFile, type Fault, type Refuse } from './faults.ts';
import type { Codelist, Crosswalk, CrsDefinition, DatumDefinition, Locations, Pack, Standard } from './model.ts';
import type { PackPart, PartFile, PartValue } from './part.ts';
import { readYaml, type YamlFile } from './read-yaml.ts';
import { manifestSchema } from './schema.ts';

/** A pack as its folder says, each file looked at by itself. Whole only when `faults` is empty. */
export interface ReadPack {
  readonly pack: Pack;
  /** By the part's name, in the order of file names. */
  readonly values: ReadonlyMap<string, readonly PartValue[]>;
  readonly faults: readonly Fault[];
}

type Manifest = Omit<Pack, 'standards' | 'codelists' | 'crs' | 'datums' | 'locations' | 'crosswalks' | 'depends'> & {
  readonly depends?: readonly string[];
};

const manifestName = 'pack.yaml';

/** Reads packs/<id>. A file that cannot be read is a fault of the pack, not an error. */
export async function readPack(folder: string, id: string, parts: readonly PackPart[]): Promise<ReadPack> {
  const faults: Fault[] = [];
  const path = `${id}/${manifestName}`;
  const refuse = refuseIn(path, faults);
  const text = await readText(join(folder, path), refuse, 'no-manifest');
  const yaml = text === null ? null : readYaml(text, refuse);
  if (!yaml || !checkSchema(yaml, schemaFor(parts), refuse)) return unreadable(id, faults);
  const manifest = yaml.value as Manifest;
  if (manifest.id !== id) refuse(yaml.place(['id']), reason('id-not-name', { id: manifest.id, name: id }));

  const values = new Map<string, readonly PartValue[]>();
  for (const part of parts) values.set(part.name, await readPart(folder, id, part, yaml, faults));
  return { pack: packOf(manifest, values), values, faults };
}

const schemas = new WeakMap<readonly PackPart[], object>();

function schemaFor(parts: readonly PackPart[]): object {
  let schema = schemas.get(parts);
  if (!schema) {
    schema = manifestSchema(Object.fromEntries(parts.flatMap((part) => (part.entry ? [[part.name, part.entry]] : []))));
    schemas.set(parts, schema);
  }
  return schema;
}

function unreadable(id: string, faults: readonly Fault[]): ReadPack {
  const nameless = { id, version: '', title: { vi: id, en: id }, maintainers: [], sources: [] };
  return { pack: packOf(nameless, new Map()), values: new Map(), faults };
}

function packOf(manifest: Manifest, values: ReadonlyMap<string, readonly PartValue[]>): Pack {
  const of = <T>(name: string) => (values.get(name) ?? []).map((each) => each.value as T);
  return {
    id: manifest.id,
    version: manifest.version,
    title: manifest.title,
    depends: manifest.depends ?? [],
    maintainers: manifest.maintainers,
    sources: manifest.sources,
    standards: of<Standard>('standards'),
    codelists: of<Codelist>('codelists'),
    crs: of<readonly CrsDefinition[]>('crs').flat(),
    crosswalks: of<Crosswalk>('crosswalks'),
    datums: of<readonly DatumDefinition[]>('datums').flat(),
    locations: of<Locations>('locations'),
  };
}

async function readPart(
  folder: string,
  pack: string,
  part: PackPart,
  manifest: YamlFile,
  faults: Fault[],
): Promise<PartValue[]> {
  const entries = ((manifest.value as Record<string, unknown>)[part.name] ?? {}) as Readonly<Record<string, unknown>>;
  const ids = await fileIds(join(folder, pack, part.name), part.extension);
  if (part.entry) refuseUnmatched(pack, part, ids, Object.keys(entries), manifest, faults);
  const values: PartValue[] = [];
  for (const id of ids) {
    if (part.entry && !(id in entries)) continue;
    const file = await openFile(folder, { pack, part, id, entry: entries[id] }, manifest, faults);
    if (file) values.push({ pack, file, value: part.read(file) });
  }
  return values;
}

async function fileIds(folder: string, extension: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith(extension) && !name.startsWith('.'))
    .map((name) => name.slice(0, -extension.length))
    .sort();
}

function refuseUnmatched(
  pack: string,
  { name, extension }: PackPart,
  ids: readonly string[],
  entries: readonly string[],
  manifest: YamlFile,
  faults: Fault[],
): void {
  for (const id of entries.filter((entry) => !ids.includes(entry))) {
    const refuse = refuseIn(`${pack}/${manifestName}`, faults);
    refuse(manifest.keyPlace([name], id), reason('entry-without-file', { id, file: `${name}/${id}${extension}` }));
  }
  for (const id of ids.filter((each) => !entries.includes(each))) {
    refuseIn(`${pack}/${name}/${id}${extension}`, faults)(
      startOfFile,
      reason('file-without-entry', { id, part: name }),
    );
  }
}

interface FileName {
  readonly pack: string;
  readonly part: PackPart;
  readonly id: string;
  readonly entry: unknown;
}

async function openFile(folder: string, name: FileName, manifest: YamlFile, faults: Fault[]): Promise<PartFile | null> {
  const { pack, part, id, entry } = name;
  const path = `${pack}/${part.name}/${id}${part.extension}`;
  const refuse = refuseIn(path, faults);
  const text = await readText(join(folder, path), refuse, 'unreadable-file');
  if (text === null) return null;
  const yaml = isYaml(part.extension) ? readYaml(text, refuse) : null;
  if (isYaml(part.extension) && (!yaml || (part.schema && !checkSchema(yaml, part.schema, refuse)))) return null;
  const refuseManifest = refuseIn(`${pack}/${manifestName}`, faults);
  return {
    pack,
    id,
    path,
    text,
    value: yaml?.value,
    entry,
    place: (at) => yaml?.place(at) ?? startOfFile,
    refuse: (where, why) => refuse('line' in where ? where : (yaml?.place(where) ?? startOfFile), why),
    refuseEntry: (where, why) => refuseManifest(manifest.place([part.name, id, ...where]), why),
  };
}

function isYaml(extension: string): boolean {
  return extension === '.yaml' || extension === '.json';
}

async function readText(path: string, refuse: Refuse, missing: 'no-manifest' | 'unreadable-file') {
  try {
    const bytes = await readFile(path);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).normalize('NFC');
  } catch (error) {
    if (error instanceof TypeError) refuse(startOfFile, reason('not-utf8'));
    else refuse(startOfFile, reason(missing, { detail: (error as NodeJS.ErrnoException).code ?? String(error) }));
    return null;
  }
}
