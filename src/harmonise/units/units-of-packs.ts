import { UnitBook } from './unit-book.ts';
import type { Codelist, PackSet } from '../../packs/index.ts';

const atomList = 'vn-core/ucum-atoms';
const books = new WeakMap<readonly unknown[], UnitBook>();

/** The units of the packs in use, made once per load. */
export function unitsOfPacks(packs: PackSet): UnitBook {
  let book = books.get(packs.packs);
  if (!book) {
    book = new UnitBook(packs.units, atomsOf(packs)?.entries ?? []);
    books.set(packs.packs, book);
  }
  return book;
}

function atomsOf(packs: PackSet): Codelist | undefined {
  return packs.packs.flatMap(({ codelists }) => codelists).find(({ id }) => id === atomList);
}
