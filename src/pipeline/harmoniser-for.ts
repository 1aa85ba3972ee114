import type { Layer } from '../formats/index.ts';
import { createHarmoniser, unitsOfPacks, type Harmoniser, type Mapping } from '../harmonise/index.ts';
import type { Standard } from '../packs/index.ts';
import { codeBookOf } from './code-book.ts';
import { compileRule } from './compile-rule.ts';
import type { PipelineContext } from './context.ts';
import { crsOfPacks } from './crs-of-packs.ts';
import { lettersOf } from './letters-of.ts';

/** The harmoniser of a layer with all that the packs in force know; runs and previews go through the same. */
export function harmoniserFor(
  context: PipelineContext,
  standard: Standard,
  mapping: Mapping,
  layer: Layer,
): Harmoniser {
  const packs = context.packs();
  return createHarmoniser(
    { standard, mapping, layer },
    {
      codelist: (id) => packs.codelist(id),
      compileRule,
      today: context.clock.now(),
      units: unitsOfPacks(packs),
      crs: crsOfPacks(packs),
      letters: lettersOf(packs),
      codes: codeBookOf(packs),
    },
  );
}
