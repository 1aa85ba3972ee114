import { SearchBox, SearchExamples } from '../components/search-box.tsx';
import type { SearchData } from '../data/catalogue.ts';
import { searchMessages as messages } from '../messages/search.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';

/** What was found, by kind, the kind that answers best first. */
export const search: View<SearchData> = (page, data) => {
  const groups = data.groups.filter(({ hits }) => hits.length > 0);
  return {
    title: data.query === '' ? page.say(messages.title) : page.say(messages.titleOf, { query: data.query }),
    crumbs: [],
    body: (
      <>
        <SearchBox page={page} query={data.query} />
        {data.query === '' ? <SearchExamples page={page} /> : null}
        {data.query !== '' && groups.length === 0 ? (
          <>
            <p class="notice" role="status">
              {page.say(messages.nothing, { query: data.query })}
            </p>
            <p>
              <a href={page.to('/datasets')}>{page.say(messages.allDatasets)}</a>
            </p>
          </>
        ) : null}
        {groups.map((group) => (
          <Group page={page} group={group} />
        ))}
      </>
    ),
  };
};

function Group({ page, group }: { page: Page; group: SearchData['groups'][number] }) {
  const id = `found-${group.kind}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{group.title}</h2>
      <ul class="entries">
        {group.hits.map((hit) => (
          <li>
            <h3>
              <a href={page.to(new URL(hit.href).pathname)}>{hit.title}</a>
            </h3>
            {hit.text ? <p class="quiet-text">{hit.text}</p> : null}
          </li>
        ))}
      </ul>
      {group.hasMore ? (
        <p class="after-list">
          <a href={page.here({ kind: group.kind })}>{page.say(messages.more, { title: group.title })}</a>
        </p>
      ) : null}
    </section>
  );
}
