import type { Counts, Figures } from './addresses.ts';

const percent = (part: number, whole: number) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(2)} %`);

/** The table of docs/addresses.md. */
export function addressTable({ all, rows, labelled, gone }: Counts, figures: readonly Figures[]): string {
  const lines = figures.map(({ way, rows: asked, sure, right, firstRight, listed }) => {
    const cells = [way, asked, sure, percent(right, sure), percent(right, asked), percent(firstRight, asked), percent(listed, asked)]; // prettier-ignore
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `Held-out half: ${rows} of ${all} rows; ${labelled} name a commune of the list exactly, ${gone} one that had gone by 2025.`,
    '',
    '| written | addresses | decided | precision | recall | first proposal right | right one proposed |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
  ].join('\n');
}
