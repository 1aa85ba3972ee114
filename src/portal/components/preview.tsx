import type { PreviewData, PreviewRow } from '../data/preview.ts';
import { FeatureMap } from '../map/feature-map.tsx';
import { previewMessages as messages } from '../messages/preview.ts';
import type { Page } from '../page.ts';
import type { Column } from '../write-values.ts';
import { DataTable, type TableColumn } from './data-table.tsx';
import { StateWord } from './state-word.tsx';
import { columnLabel, ColumnTitle, isNumeric, Value } from './values.tsx';

/** Ids of a form's place for its preview; several forms may stand on one page. */
export const previewId = (index: number): string => `preview-${index + 1}`;

/** The button that tries a decision. It comes first in its form, so that Enter never publishes. */
export function PreviewButton({ page, delivery }: { page: Page; delivery: number }) {
  return (
    <button class="secondary" type="submit" formaction={page.to(`/deliveries/${delivery}/preview`)} formnovalidate>
      {page.say(messages.button)}
    </button>
  );
}

interface PreviewPlaceProps {
  readonly page: Page;
  /** Of the form on its page. */
  readonly index: number;
  readonly data: PreviewData | null;
  readonly level?: 'h2' | 'h3';
}

/** Where a preview stands, or will: a script fills it whenever the form changes, without one the button leads to a page. */
export function PreviewPlace({ page, index, data, level = 'h2' }: PreviewPlaceProps) {
  const id = previewId(index);
  const Heading = level;
  return (
    <section
      class="preview"
      id={id}
      aria-labelledby={`${id}-title`}
      data-trying={page.say(messages.trying)}
      data-failed={page.say(messages.failed)}
    >
      <Heading id={`${id}-title`}>{page.say(messages.heading)}</Heading>
      <p role="status">{data ? summaryOf(page, data) : page.say(messages.lead)}</p>
      <div class="preview-rows">{data ? <PreviewRows page={page} data={data} /> : null}</div>
    </section>
  );
}

function summaryOf(page: Page, { read, isWhole, layerRows, refused, warned }: PreviewData): string {
  const isKnown = layerRows !== null && layerRows > read;
  const tried = isWhole ? messages.triedAll : isKnown ? messages.triedFirstOf : messages.triedFirst;
  const outcomes = [
    refused > 0 ? page.say(messages.wouldRefuse, { count: refused }) : '',
    warned > 0 ? page.say(messages.wouldWarn, { count: warned }) : '',
  ].filter(Boolean);
  const outcome = outcomes.join('; ') || page.say(messages.allGood);
  return `${page.say(tried, { read, total: layerRows ?? read })}: ${outcome}.`;
}

function PreviewRows({ page, data }: { page: Page; data: PreviewData }) {
  return (
    <>
      {data.wouldWait ? <p class="notice warn">{page.say(messages.wouldWait)}</p> : null}
      <Causes page={page} data={data} />
      <DataTable caption={page.say(messages.rows)} isLong rows={data.rows} columns={tableColumns(page, data)} />
      <Shapes page={page} data={data} />
      {data.conversions.length > 0 ? (
        <details>
          <summary>{page.say(messages.conversions, { count: data.conversions.length })}</summary>
          <ul>
            {data.conversions.map(({ sentence }) => (
              <li>{sentence}</li>
            ))}
          </ul>
        </details>
      ) : null}
      <p class="hint">{page.say(messages.notTried)}</p>
    </>
  );
}

function Causes({ page, data: { causes } }: { page: Page; data: PreviewData }) {
  const grave = causes.filter(({ severity }) => severity !== 'info');
  if (grave.length === 0) return null;
  return (
    <>
      <p class="small-title">{page.say(messages.causes)}</p>
      <ul class="reasons">
        {grave.map(({ count, sentence }) => (
          <li>{page.say(messages.times, { count, sentence })}</li>
        ))}
      </ul>
    </>
  );
}

/** On a phone columns beyond these are left out, unless there is something to say in them. */
const columnsOnPhone = 5;

function tableColumns(page: Page, { columns, rows }: PreviewData): TableColumn<PreviewRow>[] {
  const told = new Set(columns.map(({ name }) => name));
  return [
    {
      label: page.say(messages.row),
      isName: true,
      cell: (row) => <RowHead page={page} row={row} told={told} />,
    },
    ...columns.map(({ codelist, unit, ...rest }, index): TableColumn<PreviewRow> => {
      const column: Column = { ...rest, ...(unit ? { unit } : {}), ...(codelist ? { codelist } : {}) };
      return {
        label: columnLabel(page, column),
        header: (
          <>
            <ColumnTitle page={page} column={column} />
            {rest.column === null || rest.column === rest.title ? null : <span class="from">{rest.column}</span>}
          </>
        ),
        isNumber: isNumeric(column) && rows.every((row) => problemsIn(row, column.name).length === 0),
        isSecondary: index >= columnsOnPhone && rows.every((row) => problemsIn(row, column.name).length === 0),
        cell: (row) => <TriedCell page={page} row={row} column={column} />,
      };
    }),
  ];
}

const problemsIn = (row: PreviewRow, property: string) =>
  row.problems.filter((problem) => problem.property === property);

const tones = { refused: 'bad', warned: 'warn', good: 'good' } as const;

/** The row's number, what becomes of it, and what is wrong with it as a whole. */
function RowHead({ page, row, told }: { page: Page; row: PreviewRow; told: ReadonlySet<string> }) {
  const ofRow = row.problems.filter(({ property }) => property === null || !told.has(property));
  return (
    <>
      {String(row.position)} <StateWord tone={tones[row.outcome]} word={page.say(messages[row.outcome])} />
      {ofRow.map(({ sentence, severity }) => (
        <span class={`said ${severity}`}>{sentence}</span>
      ))}
      {row.values === null && ofRow.length === 0 ? <span class="said error">{page.say(messages.notRead)}</span> : null}
    </>
  );
}

function TriedCell({ page, row, column }: { page: Page; row: PreviewRow; column: Column }) {
  const problems = problemsIn(row, column.name);
  const value = row.values?.[column.name] ?? null;
  if (problems.length === 0) return row.values === null ? null : <Value page={page} value={value} column={column} />;
  const raw = problems.find((problem) => problem.value !== null && problem.value !== '')?.value;
  return (
    <>
      {value === null && raw !== undefined ? (
        <mark>{raw}</mark>
      ) : (
        <mark>
          <Value page={page} value={value} column={column} />
        </mark>
      )}
      {problems.map(({ sentence, severity }) => (
        <span class={`said ${severity}`}>{sentence}</span>
      ))}
    </>
  );
}

function Shapes({ page, data }: { page: Page; data: PreviewData }) {
  const { shapes, left } = data.shapes;
  if (shapes.length === 0) return null;
  const features = shapes.map(({ position, geometry }) => ({ id: String(position), geometry, properties: {} }));
  return (
    <>
      <p class="small-title">{page.say(messages.map)}</p>
      <FeatureMap page={page} features={features} shape="small" id={`${previewId(data.layerIndex)}-map`} />
      {left > 0 ? <p class="hint">{page.say(messages.mapLeft, { count: left })}</p> : null}
    </>
  );
}
