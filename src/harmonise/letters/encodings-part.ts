import { closed, legalSources, slug, text, type LegalSource, type PackPart, type Text } from '../../packs/index.ts';

/** A way of writing Vietnamese in bytes that is not Unicode, as a pack gives it. */
export interface LetterEncoding {
  readonly id: string;
  readonly title: Text;
  readonly description?: Text;
  /** How its fonts are named, `*` for the rest. */
  readonly fonts?: readonly string[];
  /** Another encoding, of its pack or of one that the pack depends on, whose letters it has too. */
  readonly extends?: string;
  /**
   * `shared`: capitals that the table lacks share the byte of the small letter; `always`: its fonts show every letter
   * as a capital. Left out: capitals are letters like any other.
   */
  readonly capitals?: 'shared' | 'always';
  /** Unicode letter (NFC) by one or two bytes in hexadecimal. */
  readonly letters?: Readonly<Record<string, string>>;
  readonly sources: readonly LegalSource[];
}

/** encodings/*.yaml: byte tables of legacy letters. */
export const encodingsPart: PackPart<LetterEncoding> = {
  name: 'encodings',
  extension: '.yaml',
  schema: closed(
    {
      id: slug,
      title: text,
      description: text,
      fonts: { type: 'array', items: { type: 'string', minLength: 1 } },
      extends: slug,
      capitals: { type: 'string', enum: ['shared', 'always'] },
      letters: {
        type: 'object',
        propertyNames: { type: 'string', pattern: '^([0-9A-F]{2}){1,2}$' },
        additionalProperties: { type: 'string', pattern: '^\\p{L}$' },
      },
      sources: legalSources,
    },
    ['id', 'title', 'sources'],
  ),
  read: (file) => {
    const encoding = file.value as LetterEncoding;
    if (encoding.id !== file.id) {
      file.refuse(['id'], {
        vi: `Mã "${encoding.id}" khác tên tệp "${file.id}". Đặt hai tên giống nhau.`,
        en: `The id "${encoding.id}" is not the file's name "${file.id}". Make them the same.`,
      });
    }
    return encoding;
  },
  check: (encoding, file, context) => {
    if (encoding.extends === undefined) return;
    const known = new Map(context.part<LetterEncoding>('encodings').map(({ value }) => [value.id, value]));
    const trail = [encoding.id];
    for (let at = encoding.extends; ; at = known.get(at)!.extends!) {
      if (trail.includes(at)) return file.refuse(['extends'], extendsItself(encoding.id, [...trail, at]));
      trail.push(at);
      const base = known.get(at);
      if (!base) return file.refuse(['extends'], extendsNothing(at, known.keys()));
      if (base.extends === undefined) return;
    }
  },
};

function extendsNothing(wanted: string, known: Iterable<string>): Text {
  const others = [...known].sort().join(', ');
  return {
    vi: `Không có bộ chữ "${wanted}" để mở rộng. Các bộ có: ${others}.`,
    en: `There is no encoding "${wanted}" to extend. There are: ${others}.`,
  };
}

function extendsItself(id: string, trail: readonly string[]): Text {
  const way = trail.join(' → ');
  return {
    vi: `Bộ chữ "${id}" mở rộng chính nó (${way}). Bỏ "extends" ở một trong số đó.`,
    en: `The encoding "${id}" extends itself (${way}). Leave "extends" out of one of them.`,
  };
}
