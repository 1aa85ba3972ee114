import { unitsOfPacks } from '../../harmonise/index.ts';
import type { SheetCell, WrittenSheet } from '../../formats/index.ts';
import type { Language } from '../../kernel/index.ts';
import type { LegalSource, PackSet, Standard } from '../../packs/index.ts';
import { templateMessages as messages } from './messages.ts';

/** What to write into each column, and which law says so, with how sure that is. */
export function guidanceSheet(packs: PackSet, standard: Standard, language: Language): WrittenSheet {
  const wrapped = (value: string): SheetCell => ({ value, style: 'wrapped' });
  const header = [messages.column, messages.how, messages.source].map((message): SheetCell => ({
    value: message[language],
    style: 'header',
  }));
  const units = unitsOfPacks(packs);
  const columns = standard.properties.map(({ title, description, unit, required, source }) => [
    wrapped(title[language]),
    wrapped(
      [
        required ? messages.required[language] : '',
        description?.[language] ?? '',
        unit ? messages.unit[language].replace('{value}', units.symbol(unit)) : '',
      ]
        .filter(Boolean)
        .join(' '),
    ),
    wrapped(source ? cited(source) : ''),
  ]);
  return {
    name: messages.guidanceSheet[language],
    columns: [{ width: 32 }, { width: 60 }, { width: 48 }],
    rows: [
      [{ value: standard.title[language], style: 'title' }],
      [wrapped(''), wrapped(messages.step[language])],
      ...(standard.source ?? []).map((source) => [wrapped(messages.source[language]), wrapped(cited(source))]),
      header,
      ...columns,
    ],
  };
}

function cited({ title, article, confidence }: LegalSource): string {
  return `${[title, article].filter(Boolean).join(', ')} [${confidence}]`;
}
