import type { ComponentChildren } from 'preact';
import { mapIslandMessages } from '../messages/map.ts';
import type { Page } from '../page.ts';

/** A layer that the map draws from its tiles. */
export interface LiveLayer {
  readonly id: string;
  readonly title: string;
  readonly kind: 'points' | 'lines' | 'areas' | 'mixed';
  readonly columns: readonly { readonly name: string; readonly title: string; readonly unit?: string }[];
}

interface LiveMapProps {
  readonly page: Page;
  readonly layers: readonly LiveLayer[];
  readonly extent: readonly number[] | null;
  readonly at?: readonly number[] | null;
  /** `full`: with tools, on the map's own page. */
  readonly shape: 'full' | 'wide' | 'small';
  readonly systems?: readonly { readonly uri: string; readonly title: string }[];
  /** Parameters that tiles are asked with: the same edition and filter as the page. */
  readonly query?: Readonly<Record<string, string>>;
  /** Id of the object of the first layer that the map is about. */
  readonly focus?: string;
  /** What stands here without script. */
  readonly children: ComponentChildren;
}

/** Colours of layers, in order: told apart also by who sees few colours, and clear on the quiet ground. */
export const layerColours = ['#4a3f9f', '#b1461e', '#0f6f8c', '#8a6100', '#a02d6b', '#3f6b1f', '#565d5e', '#0b3d91'];

/** A place that the map's script takes over once it comes into view. */
export function LiveMap(props: LiveMapProps) {
  const { page, layers, extent, at = null, shape, systems = [], query = {}, focus = null, children } = props;
  const words = Object.fromEntries(
    Object.entries(mapIslandMessages).map(([name, message]) => [name, page.say(message)]),
  );
  const settings = {
    language: page.language,
    shape,
    extent,
    at,
    focus,
    systems,
    words,
    layers: layers.map((layer, index) => ({
      ...layer,
      colour: layerColours[index % layerColours.length],
      items: page.to(`/collections/${encodeURIComponent(layer.id)}/items/`),
      tiles: page.to(`/collections/${encodeURIComponent(layer.id)}/tiles/WebMercatorQuad`, { ...query, f: 'tilejson' }),
    })),
    coordinates: page.to('/coordinates'),
  };
  return (
    <div class={`live-map ${shape}`} data-map={JSON.stringify(settings)}>
      {children}
    </div>
  );
}

/** The key to a layer: what it looks like on the map. */
export function LayerKey({ kind, index }: { readonly kind: LiveLayer['kind']; readonly index: number }) {
  const colour = layerColours[index % layerColours.length];
  return (
    <svg class="layer-key" viewBox="0 0 18 18" width="18" height="18" aria-hidden="true">
      {kind === 'points' ? <circle cx="9" cy="9" r="5" fill={colour} /> : null}
      {kind === 'lines' ? <path d="M2 13l5-7 4 5 5-8" fill="none" stroke={colour} stroke-width="2.5" /> : null}
      {kind === 'areas' || kind === 'mixed' ? (
        <path d="M2.5 4.5h13v9h-13z" fill={colour} fill-opacity="0.32" stroke={colour} stroke-width="1.5" />
      ) : null}
    </svg>
  );
}
