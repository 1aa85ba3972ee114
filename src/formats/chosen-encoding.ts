import { textDecoding } from './csv/encoding.ts';
import type { Detection } from './model.ts';
import { problem } from './problems.ts';
import type { ReadingChoice } from './reading-choice.ts';

/** What a steward said of the encoding; null: nothing. Throws Problem `unknown-setting` for one nobody knows. */
export function chosenEncoding({ encoding }: ReadingChoice, file: string): Detection | null {
  if (encoding === undefined) return null;
  if (!textDecoding(encoding)) throw problem('unknown-setting', { file, setting: 'encoding', value: encoding });
  return { what: 'encoding', value: encoding.toLowerCase(), reason: 'chosen', confidence: 1 };
}
