import type { LayerCrs } from '../../formats/index.ts';
import type { CrsBook, SourceCrs } from './crs-book.ts';
import type { CrsFacts } from './crs-facts.ts';
import { readMapInfo } from './read-mapinfo.ts';
import { codeOnly, readProj4 } from './read-proj4.ts';
import { parseWkt, readWkt, writeWkt } from './read-wkt.ts';
import { canRead } from './transform.ts';

/** What became of a statement. */
export interface ResolvedCrs {
  readonly crs: SourceCrs;
  /**
   * The statement taken at its word is nobody's system: the grid is that of another datum. `crs` is then what the words
   * say, `rather` what is meant.
   */
  readonly rather: SourceCrs | null;
}

/** Resolves what a file states, or what a steward wrote; null when it cannot be understood or says nothing. */
export function resolveCrs(book: CrsBook, stated: LayerCrs | string): ResolvedCrs | null {
  const text = typeof stated === 'string' ? stated : statementText(stated);
  const named = book.named(text);
  if (named) return { crs: book.take(named), rather: null };
  const facts = factsOf(text);
  return facts && resolveFacts(book, facts, text);
}

/** The words of a statement. */
export function statementText(stated: LayerCrs): string {
  switch (stated.kind) {
    case 'epsg':
      return stated.code;
    case 'wkt':
      return stated.wkt;
    case 'proj4':
      return stated.proj4;
    case 'text':
      return stated.text;
  }
}

function factsOf(text: string): CrsFacts | null {
  if (/^\s*[a-z_]+\s*[[(]/i.test(text)) return readWkt(text);
  if (/\+(?:proj|init)=/i.test(text)) return readProj4(text);
  if (/earth\s+projection/i.test(text)) return readMapInfo(text);
  return text.trimStart().startsWith('{') ? readProjJson(text) : null;
}

/** Of PROJJSON only the code is taken: writers that know no code are rare. */
function readProjJson(text: string): CrsFacts | null {
  try {
    const { id } = JSON.parse(text) as { id?: { authority?: string; code?: string | number } };
    return id?.authority ? codeOnly(`${id.authority}:${id.code}`) : null;
  } catch {
    return null;
  }
}

function resolveFacts(book: CrsBook, facts: CrsFacts, text: string): ResolvedCrs | null {
  const coded = facts.code === null ? undefined : book.named(facts.code);
  if (coded) return { crs: book.take(coded), rather: null };
  const datum = book.datumOf(facts.datum);
  const made = datum && book.make(datum, facts);
  if (made) return { crs: made, rather: datumMeant(book, facts, made) };
  const titled = book.named(facts.name);
  if (titled && (!datum || titled.datum === datum.id)) return { crs: book.take(titled), rather: null };
  const foreign = foreignCrs(book, facts, text);
  return foreign && { crs: foreign, rather: null };
}

/**
 * A grid with scale and false origin that the packs give to another datum alone, on WGS 84: written by a program that
 * did not know the datum, or by somebody who chose WGS 84 for want of it. About 200 m are at stake.
 */
function datumMeant(book: CrsBook, { projection }: CrsFacts, stated: SourceCrs): SourceCrs | null {
  if (stated.code !== null || stated.datum === null || stated.method !== '' || projection.kind !== 'tmerc') return null;
  const alike = book.definitions.find((definition) => {
    const other = book.projection(definition);
    if (definition.candidate !== true || definition.datum === stated.datum || other.kind !== 'tmerc') return false;
    const keys = ['latitude', 'scale', 'east', 'north', 'metres'] as const;
    return keys.every((key) => Math.abs(other[key] - projection[key]) < 1e-6);
  });
  const datum = alike && book.datum(alike.datum);
  return datum ? book.make(datum, { name: '', projection }) : null;
}

/** What the packs do not know but proj4js reads: used, with an error that nobody has stated. */
function foreignCrs(book: CrsBook, facts: CrsFacts, text: string): SourceCrs | null {
  const datum = book.datumOf(facts.datum);
  const tree = parseWkt(text);
  const definition = tree && datum ? writeWkt(tree, datum.toWgs84) : text;
  // Only WKT 1 can be given other parameters: a datum that needs a shift and would not get it is refused.
  const isCarried = !datum || datum.method === '' || !tree || tree.name === 'PROJCS' || tree.name === 'GEOGCS';
  if (!isCarried || !canRead(definition)) return null;
  const name = facts.name.slice(0, 200);
  return {
    code: null,
    title: { vi: name, en: name },
    definition,
    geographic: facts.projection.kind === 'geographic',
    datum: datum?.id ?? null,
    method: datum?.method ?? '',
    errorMetres: datum ? datum.errorMetres : null,
  };
}
