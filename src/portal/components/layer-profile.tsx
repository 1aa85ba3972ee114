import type { Detection } from '../../formats/index.ts';
import type { ColumnProfile, Profile } from '../../harmonise/index.ts';
import { detectedValue, reasonOf, subjectOf } from '../messages/detections.ts';
import { deliveryMessages as messages } from '../messages/sources.ts';
import { wordFor } from '../messages/values.ts';
import type { Page } from '../page.ts';
import { writeCount, writeShare, writeUnit, writeValue } from '../write-values.ts';
import { DataTable } from './data-table.tsx';
import { NoValue } from './values.tsx';

/** How the file was read: each decision with its reason, in words a steward can check. */
export function Detections({ page, detected }: { page: Page; detected: readonly Detection[] }) {
  if (detected.length === 0) return null;
  return (
    <ul class="detections">
      {detected.map((detection) => (
        <li>
          {page.say(subjectOf(detection.what))}:{' '}
          <strong>{page.say(detectedValue(detection.what, detection.value))}</strong>,{' '}
          {page.say(reasonOf(detection.reason))} ({confidence(page, detection.confidence)}).
        </li>
      ))}
    </ul>
  );
}

function confidence(page: Page, share: number): string {
  if (share >= 0.95) return page.say(messages.sure);
  return page.say(share >= 0.75 ? messages.likely : messages.unsure);
}

export function ColumnProfiles({ page, title, profile }: { page: Page; title: string; profile: Profile }) {
  return (
    <DataTable
      caption={page.say(messages.columnsTable, { layer: title })}
      rows={profile.columns}
      columns={[
        { label: page.say(messages.column), isName: true, cell: (column) => column.title },
        { label: page.say(messages.guess), cell: (column) => guessText(page, column) },
        {
          label: page.say(messages.empty),
          isNumber: true,
          cell: (column) => writeShare(column.rows === 0 ? 0 : column.empty / column.rows, page.language),
        },
        {
          label: page.say(messages.distinct),
          isNumber: true,
          cell: (column) => writeCount(Math.round(column.distinct), page.language),
        },
        { label: page.say(messages.range), cell: (column) => <Range page={page} column={column} /> },
        { label: page.say(messages.samples), cell: (column) => samplesText(column) },
        { label: page.say(messages.why), cell: (column) => <Reasons page={page} why={column.guess.why} /> },
      ]}
    />
  );
}

/** Legacy letters, column by column, with examples to check. Nothing where all is Unicode. */
export function ColumnLetters({ page, title, profile }: { page: Page; title: string; profile: Profile }) {
  const written = profile.columns.flatMap(({ title: name, letters }) => (letters ? [{ name, letters }] : []));
  if (written.length === 0) return null;
  return (
    <DataTable
      caption={page.say(messages.lettersTable, { layer: title })}
      rows={written}
      columns={[
        { label: page.say(messages.column), isName: true, cell: ({ name }) => name },
        { label: page.say(messages.lettersAs), cell: ({ letters }) => letters.found.map(({ id }) => id).join(' + ') },
        {
          label: page.say(messages.lettersShare),
          isNumber: true,
          cell: ({ letters }) => writeShare(1 - letters.right, page.language),
        },
        { label: page.say(messages.lettersBefore), cell: ({ letters }) => samplesOf(letters, 'from') },
        { label: page.say(messages.lettersAfter), cell: ({ letters }) => samplesOf(letters, 'to') },
        { label: page.say(messages.why), cell: ({ letters }) => lettersReason(page, letters) },
      ]}
    />
  );
}

type Written = NonNullable<ColumnProfile['letters']>;

function samplesOf(letters: Written, side: 'from' | 'to'): string {
  return letters.samples.map((sample) => shorten(sample[side])).join(' · ');
}

function lettersReason(page: Page, { syllables, confidence: share, runnerUp }: Written): string {
  const why = page.say(messages.lettersWhy, { share: writeShare(syllables, page.language) });
  const next = runnerUp
    ? `; ${page.say(messages.lettersNext, { letters: runnerUp.id, share: writeShare(runnerUp.syllables, page.language) })}`
    : '';
  return `${why}${next} (${confidence(page, share)})`;
}

const meanings = {
  time: messages.meaningTime,
  longitude: messages.meaningLongitude,
  latitude: messages.meaningLatitude,
  key: messages.meaningKey,
  none: null,
} as const;

function guessText(page: Page, { guess }: ColumnProfile): string {
  const meaning = meanings[guess.meaning];
  return [
    page.say(wordFor(guess.type)),
    guess.unit ? writeUnit(guess.unit, page) : '',
    meaning ? page.say(meaning) : '',
  ]
    .filter(Boolean)
    .join(', ');
}

const longestShown = 40;

function Range({ page, column }: { page: Page; column: ColumnProfile }) {
  const edge = (value: string | number | null) =>
    writeValue(value, { type: column.guess.type, unit: column.guess.unit }, page);
  const [least, greatest] = [edge(column.minimum), edge(column.maximum)];
  if (least === null || greatest === null) return <NoValue page={page} />;
  return <>{least === greatest ? shorten(least) : `${shorten(least)} – ${shorten(greatest)}`}</>;
}

function samplesText(column: ColumnProfile): string {
  return column.samples.slice(0, 3).map(shorten).join(' · ');
}

function shorten(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown - 1)}…` : text;
}

function Reasons({ page, why }: { page: Page; why: readonly Detection[] }) {
  if (why.length === 0) return <NoValue page={page} />;
  return (
    <ul class="reasons-why">
      {why.map((detection) => (
        <li>
          {page.say(subjectOf(detection.what))}: {page.say(reasonOf(detection.reason))} (
          {confidence(page, detection.confidence)})
        </li>
      ))}
    </ul>
  );
}
