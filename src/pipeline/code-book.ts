import { createCodeBook, type CodeBook } from '../codes/index.ts';
import type { PackSet } from '../packs/index.ts';

const books = new WeakMap<PackSet, CodeBook>();

/** The code book of the packs in force. */
export function codeBookOf(packs: PackSet): CodeBook {
  let book = books.get(packs);
  if (!book) {
    book = createCodeBook(() => packs);
    books.set(packs, book);
  }
  return book;
}
