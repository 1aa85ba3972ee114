import { DataTable } from '../components/data-table.tsx';
import type { StandardsData } from '../data/sources.ts';
import { shellMessages } from '../messages/shell.ts';
import { standardMessages as messages } from '../messages/standards.ts';
import type { View } from '../view.ts';

/** What data should look like here, and the workbooks by which they are written down so. */
export const standards: View<StandardsData> = (page, data) => ({
  title: page.say(messages.title),
  section: 'sources',
  crumbs: [{ text: page.say(shellMessages.sources), href: '/sources' }],
  body: (
    <>
      <p>{page.say(messages.lead)}</p>
      {data.standards.length === 0 ? (
        <p>{page.say(messages.none)}</p>
      ) : (
        <DataTable
          caption={page.say(messages.list)}
          rows={data.standards}
          columns={[
            {
              label: page.say(messages.standard),
              isName: true,
              isSentence: true,
              cell: ({ title, id, description }) => (
                <>
                  {title} <code>{id}</code>
                  {description ? <p>{description}</p> : null}
                </>
              ),
            },
            { label: page.say(messages.pack), cell: ({ pack }) => pack },
            { label: page.say(messages.columns), isNumber: true, cell: ({ columns }) => String(columns) },
            {
              label: page.say(messages.form),
              cell: ({ title, template }) => (
                <a href={page.to(template)} download aria-label={page.say(messages.downloadOf, { standard: title })}>
                  {page.say(messages.download)}
                </a>
              ),
            },
          ]}
        />
      )}
    </>
  ),
});
