import { SearchBox } from '../components/search-box.tsx';
import { DatasetList } from '../components/dataset-list.tsx';
import type { DatasetsData } from '../data/catalogue.ts';
import { catalogueMessages as messages } from '../messages/catalogue.ts';
import type { View } from '../view.ts';

export const datasets: View<DatasetsData> = (page, data) => ({
  title: page.say(messages.title),
  section: 'datasets',
  crumbs: [],
  body:
    data.datasets.length === 0 ? (
      <p>{page.say(messages.empty)}</p>
    ) : (
      <>
        <p>{page.say(messages.lead, { count: data.datasets.length })}</p>
        <SearchBox page={page} />
        <DatasetList page={page} datasets={data.datasets} />
      </>
    ),
});
