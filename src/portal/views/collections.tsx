import { Strip } from '../components/facts.tsx';
import type { CollectionsData } from '../data/features.ts';
import { catalogueMessages } from '../messages/catalogue.ts';
import { featureMessages as messages } from '../messages/features.ts';
import type { View } from '../view.ts';
import { writeDate } from '../write-values.ts';

export const collections: View<CollectionsData> = (page, data) => ({
  title: page.say(messages.collectionsTitle),
  section: 'collections',
  crumbs: [],
  body:
    data.collections.length === 0 ? (
      <p>{page.say(messages.collectionsEmpty)}</p>
    ) : (
      <>
        <p>{page.say(messages.collectionsLead, { count: data.collections.length })}</p>
        <ul class="entries" data-findable={data.collections.length > 8 ? '' : undefined}>
          {data.collections.map((collection) => {
            const path = `/collections/${encodeURIComponent(collection.id)}`;
            return (
              <li>
                <h2>
                  <a href={page.to(path)}>{collection.title}</a>
                </h2>
                {collection.description === collection.title ? null : <p>{collection.description}</p>}
                <Strip
                  items={[
                    <a href={page.to(`${path}/items`)}>
                      {page.say(collection.storageCrs ? messages.openMap : messages.open)}
                      <span class="visually-hidden">: {collection.title}</span>
                    </a>,
                    page.say(catalogueMessages.items, { count: collection.numberOfItems }),
                    page.say(catalogueMessages.newest, { date: writeDate(collection.updated, page.language) }),
                  ]}
                />
              </li>
            );
          })}
        </ul>
      </>
    ),
});
