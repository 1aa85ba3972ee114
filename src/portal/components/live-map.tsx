import type { ComponentChildren } from 'preact';
import { mapIslandMessages } from '../messages/map.ts';
import type { Page } from '../page.ts';

/** A layer that the map draws from its tiles. */
export interface LiveLayer {
  readonly id: string;
  readonly title: string;
  /** How it is drawn, where that is tried and not saved. */
  readonly drawn?: { readonly layers: readonly unknown[]; readonly legend: unknown };
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
    layers: layers.map(({ drawn: tried, ...layer }, index) => ({
      ...layer,
      ...(tried && { tried }),
      // How it is drawn is the server's to say, for every map alike.
      style: page.to(`/collections/${encodeURIComponent(layer.id)}/styles/default`, { place: String(index) }),
      items: page.to(`/collections/${encodeURIComponent(layer.id)}/items/`),
      tiles: page.to(`/collections/${encodeURIComponent(layer.id)}/tiles/WebMercatorQuad`, { ...query, f: 'tilejson' }),
    })),
    coordinates: page.to('/coordinates'),
    base: page.to('/map/base'),
  };
  return (
    <div class={`live-map ${shape}`} data-map={JSON.stringify(settings)}>
      {children}
    </div>
  );
}
