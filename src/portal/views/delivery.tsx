import { DeliveryState } from '../components/delivery-table.tsx';
import { Facts, Strip } from '../components/facts.tsx';
import { DriftNotice } from '../components/drift-notice.tsx';
import { ScaleNotice } from '../components/scale-notice.tsx';
import { LayerForm } from '../components/layer-form.tsx';
import { ColumnLetters, ColumnProfiles, Detections } from '../components/layer-profile.tsx';
import { PreviewPlace } from '../components/preview.tsx';
import { ReadingForm } from '../components/reading-form.tsx';
import { RunTable } from '../components/run-table.tsx';
import { Moment } from '../components/values.tsx';
import type { DeliveryPageData, InspectedLayer } from '../data/sources.ts';
import { correctionMessages } from '../messages/corrections.ts';
import { mappingMessages } from '../messages/mappings.ts';
import { readingMessages } from '../messages/reading.ts';
import { shellMessages } from '../messages/shell.ts';
import { deliveryMessages as messages, sourceMessages } from '../messages/sources.ts';
import { valueMessages } from '../messages/values.ts';
import type { Page, ProblemDocument } from '../page.ts';
import type { View } from '../view.ts';
import { writeBytes, writeCount, writeShare } from '../write-values.ts';

const refreshSeconds = 3;

/** What was found in a file, each guess with its reason, and a form per layer to load it. */
export const delivery: View<DeliveryPageData> = (page, data) => {
  const isGoing = data.state === 'received' || data.state === 'inspecting';
  return {
    title: page.say(messages.title, { id: String(data.id), name: data.name }),
    section: 'sources',
    crumbs: [
      { text: page.say(shellMessages.sources), href: '/sources' },
      { text: data.source, href: `/sources/${encodeURIComponent(data.source)}` },
    ],
    ...(page.problem ? { address: `/deliveries/${data.id}` } : {}),
    ...(isGoing ? { refreshSeconds } : {}),
    body: (
      <>
        <Strip
          items={[
            <DeliveryState page={page} state={data.state} />,
            writeBytes(data.sizeBytes, page.language),
            <Moment page={page} at={data.receivedAt} zone />,
            page.say(valueMessages[data.kind]),
          ]}
        />
        {isGoing ? <Waiting page={page} /> : <Found page={page} data={data} />}
      </>
    ),
  };
};

function Waiting({ page }: { page: Page }) {
  return (
    <div class="notice" role="status">
      <p>{page.say(messages.waiting)}</p>
      <p class="quiet-text">{page.say(shellMessages.refreshes)}</p>
    </div>
  );
}

function Found({ page, data }: { page: Page; data: DeliveryPageData }) {
  const layers = data.layers ?? [];
  const filled = layers.filter((layer) => !layer.empty);
  const empty = layers.filter((layer) => layer.empty);
  return (
    <>
      {data.problem ? <Refusal title={page.say(messages.refusedAll)} problem={data.problem} /> : null}
      {filled.length === 0 && page.isSteward ? (
        <details class="load">
          <summary>{page.say(readingMessages.reading)}</summary>
          <ReadingForm page={page} data={data} layer="" index={0} />
        </details>
      ) : null}
      {filled.length > 0 && !data.problem ? (
        <p class="abstract">
          {page.say(messages.found, {
            name: data.name,
            size: writeBytes(data.sizeBytes, page.language),
            count: filled.length,
          })}
        </p>
      ) : null}
      {(data.runs ?? []).length > 0 ? (
        <section aria-labelledby="runs">
          <h2 id="runs">{page.say(messages.runs)}</h2>
          <RunTable page={page} runs={data.runs} />
          {page.isSteward ? (
            <p class="after-list">
              <a href={page.to(`/deliveries/${data.id}/corrections`)}>{page.say(correctionMessages.listLink)}</a>
            </p>
          ) : null}
        </section>
      ) : null}
      {filled.map((layer, index) => (
        <LayerSection page={page} data={data} layer={layer} index={index} isOnly={filled.length === 1} />
      ))}
      <EmptyLayers page={page} layers={empty} />
      <RefusedParts page={page} data={data} />
      <Facts facts={[{ term: page.say(messages.checksum), value: <code class="checksum">{data.sha256}</code> }]} />
    </>
  );
}

interface LayerSectionProps {
  readonly page: Page;
  readonly data: DeliveryPageData;
  readonly layer: InspectedLayer;
  readonly index: number;
  readonly isOnly: boolean;
}

/** With several layers the forms are folded, so that the page first answers what is in the file. */
function LayerSection({ page, data, layer, index, isOnly }: LayerSectionProps) {
  const title = layer.title || layer.id || data.name;
  const heading = `layer-${index + 1}`;
  return (
    <section class="layer" aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      <p>
        {page.say(messages.layerRows, { rows: layer.profile?.rows ?? 0, columns: layer.columns.length })}{' '}
        {shapesText(page, layer)}
      </p>
      {layer.profile?.scales ? <ScaleNotice page={page} scales={layer.profile.scales} /> : null}
      {layer.drift ? <DriftNotice page={page} drift={layer.drift} /> : null}
      <Suggestions page={page} data={data} layer={layer} index={index} />
      {layer.profile ? <ColumnProfiles page={page} title={title} profile={layer.profile} /> : null}
      {layer.profile ? <ColumnLetters page={page} title={title} profile={layer.profile} /> : null}
      {layer.detected.length > 0 ? (
        <details>
          <summary>{page.say(messages.howRead)}</summary>
          <Detections page={page} detected={layer.detected} />
        </details>
      ) : null}
      {page.isSteward ? (
        <details class="load">
          <summary>{page.say(readingMessages.reading)}</summary>
          <ReadingForm page={page} data={data} layer={layer.id} index={index} />
        </details>
      ) : null}
      {page.isSteward ? (
        <details class="load" open={isOnly || page.problem !== null}>
          <summary>{page.say(messages.load)}</summary>
          <LayerForm page={page} data={data} layer={layer} index={index} />
          <PreviewPlace page={page} index={index} data={null} level="h3" />
        </details>
      ) : null}
    </section>
  );
}

/** Standards that the table seems to follow, each with its mapping to look at; any other can be chosen. */
function Suggestions({ page, data, layer, index }: Omit<LayerSectionProps, 'isOnly'>) {
  const found = (data.suggestions ?? []).filter((suggestion) => suggestion.layer === layer.id);
  if (!page.isSteward || data.standards.length === 0) return null;
  return (
    <div class="notice">
      {found.length > 0 ? (
        <>
          <h3>{page.say(mappingMessages.suggestions)}</h3>
          <ul>
            {found.map(({ standard, title, score }) => (
              <li>
                <a href={page.to(`/deliveries/${data.id}/proposal`, { layer: layer.id || null, standard })}>
                  {page.say(mappingMessages.suggestion, { title, score: writeShare(score, page.language) })}
                </a>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <StandardToMap page={page} data={data} layer={layer} index={index} isFirst={found.length === 0} />
    </div>
  );
}

function StandardToMap({
  page,
  data,
  layer,
  index,
  isFirst,
}: Omit<LayerSectionProps, 'isOnly'> & { readonly isFirst: boolean }) {
  const id = `map-to-${index + 1}`;
  return (
    <form method="get" action={`/deliveries/${data.id}/proposal`}>
      {page.language === 'en' ? <input type="hidden" name="lang" value="en" /> : null}
      {layer.id === '' ? null : <input type="hidden" name="layer" value={layer.id} />}
      <div class="field">
        <label for={id}>{page.say(isFirst ? mappingMessages.chooseStandard : mappingMessages.otherStandard)}</label>
        <div class="filter-line">
          <select id={id} name="standard">
            {data.standards.map((standard) => (
              <option value={standard.id}>{standard.title}</option>
            ))}
          </select>
          <button class="secondary" type="submit">
            {page.say(mappingMessages.seeMapping)}
          </button>
        </div>
      </div>
    </form>
  );
}

function shapesText(page: Page, layer: InspectedLayer): string | null {
  const types = Object.entries(layer.profile?.geometry?.types ?? {});
  if (types.length === 0) return null;
  return page.say(messages.layerShapes, {
    types: types.map(([type, count]) => `${type} ${writeCount(count, page.language)}`).join(', '),
  });
}

function EmptyLayers({ page, layers }: { page: Page; layers: readonly InspectedLayer[] }) {
  if (layers.length === 0) return null;
  return (
    <section aria-labelledby="empty-layers">
      <h2 id="empty-layers">{page.say(messages.emptyLayers)}</h2>
      <ul>
        {layers.map((layer) => (
          <li>
            {layer.title || layer.id}. {page.say(messages.emptyLayer)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function RefusedParts({ page, data }: { page: Page; data: DeliveryPageData }) {
  const refused = data.refused ?? [];
  if (refused.length === 0) return null;
  return (
    <section aria-labelledby="refused">
      <h2 id="refused">{page.say(messages.refusedTitle)}</h2>
      <Facts
        wide
        facts={refused.map(({ name, problem }) => ({
          term: name,
          value: problem?.detail ?? page.say(sourceMessages['state-refused']),
        }))}
      />
    </section>
  );
}

function Refusal({ title, problem }: { title: string; problem: ProblemDocument }) {
  return (
    <section class="summary bad" aria-labelledby="refusal">
      <h2 id="refusal">
        {title}: {problem.title}
      </h2>
      <p>{problem.detail}</p>
    </section>
  );
}
