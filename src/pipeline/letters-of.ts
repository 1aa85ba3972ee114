import { createLetters, type LetterEncoding, type Letters } from '../harmonise/index.ts';
import type { PackSet } from '../packs/index.ts';

const made = new WeakMap<readonly unknown[], Letters>();

/** The encodings of the packs in force, with the names of their code lists to tell doubtful readings by. */
export function lettersOf(packs: PackSet): Letters {
  // The array of packs is another one after each reload.
  const key = packs.packs;
  let letters = made.get(key);
  if (!letters) {
    const encodings = packs.part<LetterEncoding>('encodings').map(({ value }) => value);
    letters = createLetters(encodings, namesOf(packs));
    made.set(key, letters);
  }
  return letters;
}

function* namesOf({ packs }: PackSet): Generator<string> {
  for (const { codelists } of packs) {
    for (const { entries } of codelists) for (const entry of entries) yield entry.labelVi;
  }
}
