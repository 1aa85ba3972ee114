import { createLetters, encodingsPart, type LetterEncoding, type Letters } from '../../src/harmonise/index.ts';
import { loadPacks } from '../../src/packs/index.ts';

/** The encodings that this product ships, with the names of its code lists. */
export async function shippedLetters(): Promise<{ encodings: readonly LetterEncoding[]; letters: Letters }> {
  const packs = await loadPacks('packs', { parts: [encodingsPart] });
  const encodings = packs.part<LetterEncoding>('encodings').map(({ value }) => value);
  const names = packs.packs.flatMap((pack) =>
    pack.codelists.flatMap((list) => list.entries.map((entry) => entry.labelVi)),
  );
  return { encodings, letters: createLetters(encodings, names) };
}
