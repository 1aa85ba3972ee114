import type { ItemData, Version } from '../data/features.ts';
import { featureMessages as messages } from '../messages/features.ts';
import type { Page } from '../page.ts';
import { writeMinute, type Column } from '../write-values.ts';
import { DataTable } from './data-table.tsx';
import { Value, columnLabel } from './values.tsx';

/** Versions of one object, newest first, each with what it changed. */
export function ItemHistory({ page, data }: { page: Page; data: ItemData }) {
  if (data.history.length === 0) return null;
  return (
    <section aria-labelledby="history">
      <h2 id="history">{page.say(messages.history)}</h2>
      <ol class="history">
        {data.history.map((version, index) => (
          <li>
            <h3>
              <a href={page.here({ 'as-of': String(version.edition) })}>{versionTitle(page, version)}</a>
              {version.until === null ? <span class="unit"> ({page.say(messages.current)})</span> : null}
            </h3>
            {isGap(version, data.history[index - 1]) ? (
              <p>{page.say(messages.deletedIn, { number: String(version.until) })}</p>
            ) : null}
            <WhatChanged
              page={page}
              columns={data.columns}
              version={version}
              before={data.history[index + 1] ?? null}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The object was away between this version and the next newer one. */
function isGap(version: Version, newer: Version | undefined): boolean {
  return version.until !== null && version.until !== newer?.edition;
}

function versionTitle(page: Page, version: Version): string {
  const number = String(version.edition);
  if (!version.publishedAt) return page.say(messages.versionUndated, { number });
  return page.say(messages.versionAt, { number, moment: writeMinute(version.publishedAt, page.language) });
}

interface WhatChangedProps {
  readonly page: Page;
  readonly columns: readonly Column[];
  readonly version: Version;
  readonly before: Version | null;
}

function WhatChanged({ page, columns, version, before }: WhatChangedProps) {
  if (!before) return <p>{page.say(messages.firstVersion)}</p>;
  const changed = columns.filter((column) => !isSame(before.properties[column.name], version.properties[column.name]));
  const isMoved = !isSame(before.geometry, version.geometry);
  return (
    <>
      {changed.length > 0 ? (
        <DataTable
          caption={versionTitle(page, version)}
          rows={changed}
          columns={[
            { label: page.say(messages.attributes), isName: true, cell: (column) => columnLabel(page, column) },
            {
              label: page.say(messages.before),
              cell: (column) => <Value page={page} value={before.properties[column.name]} column={column} />,
            },
            {
              label: page.say(messages.after),
              cell: (column) => <Value page={page} value={version.properties[column.name]} column={column} />,
            },
          ]}
        />
      ) : null}
      {isMoved ? <p>{page.say(messages.geometryChanged)}</p> : null}
      {changed.length === 0 && !isMoved ? <p>{page.say(messages.noVisibleChange)}</p> : null}
    </>
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
