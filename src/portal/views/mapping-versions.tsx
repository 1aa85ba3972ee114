import { DataTable, type TableColumn } from '../components/data-table.tsx';
import { SmallAction } from '../components/form.tsx';
import { Moment } from '../components/values.tsx';
import type { MappingsData, MappingVersionData, MappingVersionsData } from '../data/mappings.ts';
import { mappingMessages as messages } from '../messages/mappings.ts';
import { shellMessages } from '../messages/shell.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';

/** How a source's tables were mapped, then and now. */
export const mappingVersions: View<MappingVersionsData> = (page, data) => ({
  title: page.say(messages.versions, { source: data.title }),
  section: 'sources',
  crumbs: [
    { text: page.say(shellMessages.sources), href: '/sources' },
    { text: data.source, href: `/sources/${encodeURIComponent(data.source)}` },
  ],
  body: (
    <>
      {data.versions.some((version) => !version.isInUse) ? <p>{page.say(messages.useText)}</p> : null}
      <Versions
        page={page}
        versions={data.versions}
        caption={page.say(messages.versions, { source: data.title })}
        last={{
          label: page.say(messages.change),
          cell: (version) =>
            version.isInUse ? (
              page.say(messages.inUse)
            ) : (
              <SmallAction
                page={page}
                action={`/sources/${encodeURIComponent(data.source)}/mappings/${version.version}/restore`}
                text={page.say(messages.use)}
                label={page.say(messages.useLabel, { version: version.version, standard: version.standard })}
                fields={{ layer: version.layer, standard: version.standard }}
              />
            ),
        }}
      />
    </>
  ),
});

/** Which sources map to a standard, so that another may take it over. */
export const mappings: View<MappingsData> = (page, data) => ({
  title: page.say(messages.mappingsTitle, { standard: data.standard }),
  section: 'sources',
  crumbs: [{ text: page.say(shellMessages.sources), href: '/sources' }],
  body: (
    <Versions
      page={page}
      versions={data.mappings}
      caption={page.say(messages.mappingsTitle, { standard: data.standard })}
    />
  ),
});

interface VersionsProps {
  readonly page: Page;
  readonly caption: string;
  readonly versions: readonly MappingVersionData[];
  readonly last?: TableColumn<MappingVersionData>;
}

function Versions({ page, caption, versions, last }: VersionsProps) {
  if (versions.length === 0) return <p>{page.say(messages.noVersions)}</p>;
  return (
    <DataTable
      caption={caption}
      rows={versions}
      columns={[
        { label: page.say(messages.version), isNumber: true, cell: ({ version }) => String(version) },
        {
          label: page.say(messages.source),
          cell: ({ source }) => <a href={page.to(`/sources/${encodeURIComponent(source)}`)}>{source}</a>,
        },
        { label: page.say(messages.layer), cell: ({ layer }) => layer || '–' },
        { label: page.say(messages.standard), cell: ({ standard }) => standard },
        { label: page.say(messages.madeAt), cell: ({ madeAt }) => <Moment page={page} at={madeAt} /> },
        { label: page.say(messages.origin), cell: ({ origin }) => page.say(messages[`origin-${origin}`]) },
        {
          label: page.say(messages.madeFor),
          isNumber: true,
          cell: ({ delivery }) => <a href={page.to(`/deliveries/${delivery}`)}>{delivery}</a>,
        },
        { label: page.say(messages.pairs), cell: ({ mapping }) => pairsOf(mapping) },
        ...(last ? [last] : []),
      ]}
    />
  );
}

function pairsOf({ fields }: MappingVersionData['mapping']): string {
  return fields.map(({ target, column, constant }) => `${target} ← ${column ?? JSON.stringify(constant)}`).join('; ');
}
