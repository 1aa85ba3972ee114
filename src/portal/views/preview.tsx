import { LayerForm } from '../components/layer-form.tsx';
import { MappingForm } from '../components/mapping-form.tsx';
import { PreviewPlace } from '../components/preview.tsx';
import type { PreviewData } from '../data/preview.ts';
import { previewMessages as messages } from '../messages/preview.ts';
import { shellMessages } from '../messages/shell.ts';
import type { Page } from '../page.ts';
import type { View } from '../view.ts';

/** What a decision would make of the first rows, above the form with which it can be changed. */
export const preview: View<PreviewData> = (page, data) => {
  const { decision } = data;
  const index = decision.resource === 'delivery' ? data.layerIndex : 0;
  // The form shows what was sent, as one that was refused does, but nothing is wrong with it.
  const asSent: Page = { ...page, refused: { typed: data.typed, field: null } };
  return {
    title: page.say(messages.title, { layer: data.layerTitle }),
    section: 'sources',
    crumbs: [
      { text: page.say(shellMessages.sources), href: '/sources' },
      { text: data.source, href: `/sources/${encodeURIComponent(data.source)}` },
      { text: data.layerTitle, href: `/deliveries/${data.delivery}` },
    ],
    address: addressOf(data),
    body: (
      <>
        <PreviewPlace page={page} index={index} data={data} />
        <section aria-labelledby="change">
          <h2 id="change">{page.say(messages.change)}</h2>
          {decision.resource === 'delivery' ? (
            <LayerForm
              page={asSent}
              data={decision.data}
              layer={decision.data.layers!.find((layer) => layer.id === data.layer)!}
              index={index}
            />
          ) : (
            <MappingForm page={asSent} data={decision.data} />
          )}
        </section>
      </>
    ),
  };
};

/** The page the form stands on: what was tried is no address of its own. */
function addressOf({ decision }: PreviewData): string {
  if (decision.resource === 'delivery') return `/deliveries/${decision.data.id}`;
  const query = new URLSearchParams({ layer: decision.data.layer, standard: decision.data.standard });
  return `/deliveries/${decision.data.delivery}/proposal?${query}`;
}
