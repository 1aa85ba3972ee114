import { renderToString } from 'preact-render-to-string';
import { systemClock, type Clock, type Message, type PageRenderer, type Route } from '../kernel/index.ts';
import { assetRoute, loadAssets } from './assets.ts';
import { Shell } from './components/shell.tsx';
import { designRoute } from './design-route.ts';
import { loadIslands } from './islands.ts';
import { openGround } from './map/ground.ts';
import { openPage, type PackWords, type PageSettings } from './page.ts';
import { views } from './views/index.ts';

export interface PortalOptions {
  /** Of the software, for the footer. */
  readonly version: string;
  /** Whose node this is. */
  readonly title?: Message;
  /** For the time a run still takes. */
  readonly clock?: Clock;
  /** Labels of codes and symbols of units, from the packs; without it codes and UCUM are shown. */
  readonly words?: PackWords;
  /** Outlines of the map's ground (GeoJSON); without them maps have none. */
  readonly basemap?: Buffer | null;
}

export interface Portal {
  readonly pages: PageRenderer;
  readonly routes: Route[];
}

const noWords: PackWords = { codeLabel: () => null, unitSymbol: () => null };

/** The pages of the node: a view for each resource type, and the files that they need. */
export function createPortal(options: PortalOptions): Portal {
  const islands = loadIslands(options.basemap ? { 'basemap.json': options.basemap } : {});
  const assets = loadAssets({
    map: islands.map,
    preview: islands.preview,
    table: islands.table,
    station: islands.station,
    time: islands.time,
  });
  const settings: PageSettings = {
    title: options.title ?? null,
    version: options.version,
    clock: options.clock ?? systemClock,
    words: options.words ?? noWords,
    ground: options.basemap ? openGround(options.basemap) : null,
  };
  const pages: PageRenderer = {
    hasView: (resource) => Object.hasOwn(views, resource),
    render: (resource, data, context) => {
      // On the page of a problem the problem is the page; anywhere else it belongs to a refused form.
      const page = openPage({ ...context, problem: resource === 'problem' ? null : context.problem }, settings);
      const view = views[resource];
      if (!view) throw new Error(`no view for ${resource}`);
      const content = view(page, data as never);
      return `<!doctype html>${renderToString(<Shell page={page} content={content} assets={assets.addresses} />)}`;
    },
  };
  return { pages, routes: [assetRoute(assets), islands.route, designRoute()] };
}
