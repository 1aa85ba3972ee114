import { DataTable } from '../components/data-table.tsx';
import { MappingForm } from '../components/mapping-form.tsx';
import { PreviewPlace } from '../components/preview.tsx';
import type { MappingProposalData } from '../data/mappings.ts';
import { mappingMessages as messages } from '../messages/mappings.ts';
import { shellMessages } from '../messages/shell.ts';
import type { View } from '../view.ts';
import { writeShare } from '../write-values.ts';

/** One standard's properties, each with the column that seems to hold it, to be looked at and loaded. */
export const mappingProposal: View<MappingProposalData> = (page, data) => ({
  title: page.say(messages.title, { standard: data.standardTitle }),
  section: 'sources',
  crumbs: [
    { text: page.say(shellMessages.sources), href: '/sources' },
    { text: data.source, href: `/sources/${encodeURIComponent(data.source)}` },
    { text: data.layerTitle, href: `/deliveries/${data.delivery}` },
  ],
  body: (
    <>
      <p class="abstract">{page.say(messages.lead, { layer: data.layerTitle })}</p>
      <p>{page.say(messages.fits, { score: writeShare(data.score, page.language) })}</p>
      {data.missing.length > 0 ? (
        <div class="notice warn">
          <p>{page.say(messages.missing, { properties: titlesOf(data, data.missing) })}</p>
        </div>
      ) : null}
      <MappingForm page={page} data={data} />
      <PreviewPlace page={page} index={0} data={null} />
      {data.left.length > 0 ? <p>{page.say(messages.left, { columns: data.left.join(', ') })}</p> : null}
      <details>
        <summary>{page.say(messages.samples)}</summary>
        <DataTable
          caption={page.say(messages.samples)}
          rows={data.columns}
          columns={[
            { label: page.say(messages.column), isName: true, cell: (column) => column.name },
            { label: page.say(messages.samples), cell: (column) => column.samples.slice(0, 3).join(' · ') },
          ]}
        />
      </details>
    </>
  ),
});

function titlesOf(data: MappingProposalData, names: readonly string[]): string {
  return names.map((name) => data.properties.find((property) => property.name === name)?.title ?? name).join(', ');
}
