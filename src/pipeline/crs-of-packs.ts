import { CrsBook } from '../harmonise/index.ts';
import type { Pack, PackSet } from '../packs/index.ts';

const books = new WeakMap<readonly Pack[], CrsBook>();

/** The reference systems of the packs in force; made once for each load of them. */
export function crsOfPacks({ packs }: PackSet): CrsBook {
  let book = books.get(packs);
  if (!book) books.set(packs, (book = new CrsBook(packs)));
  return book;
}
