// A press, or Enter with the map in focus, tells what is there, with the way to each object's page.
import { element, numberText } from './map-element.js';
import { layerIds } from './map-style.js';

const reachPixels = 5;
const mostShown = 5;
const shownColumns = 6;

export function addIdentify(context) {
  const { map, mode, settings } = context;
  const ids = () => settings.layers.flatMap(layerIds).filter((id) => map.getLayer(id));
  const look = ({ x, y }) => {
    if (mode.current !== 'identify') return;
    const found = map.queryRenderedFeatures(
      [
        [x - reachPixels, y - reachPixels],
        [x + reachPixels, y + reachPixels],
      ],
      { layers: ids() },
    );
    show(context, distinct(found));
  };
  map.on('click', ({ point }) => look(point));
  map.getCanvas().addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    look(map.project(map.getCenter()));
  });
  map.on('mousemove', ({ point }) => {
    const isOver = mode.current === 'identify' && map.queryRenderedFeatures(point, { layers: ids() }).length > 0;
    map.getCanvas().classList.toggle('over', isOver);
  });
}

/** One object may stand in several tiles and layers of the style. */
function distinct(features) {
  return [
    ...new Map(features.map((feature) => [`${feature.sourceLayer} ${feature.properties._id}`, feature])).values(),
  ];
}

function show({ panel, words, settings }, features) {
  const close = element('button', { type: 'button', class: 'secondary quiet' }, words.close);
  close.addEventListener('click', () => panel.replaceChildren());
  if (features.length === 0) {
    panel.replaceChildren(element('p', {}, words.nothingHere));
    return;
  }
  panel.replaceChildren(
    element('h2', {}, words.found),
    ...features.slice(0, mostShown).map((feature) => entry(feature, words, settings)),
    close,
  );
}

function entry({ sourceLayer, properties }, words, { layers, language }) {
  const layer = layers.find(({ id }) => id === sourceLayer);
  const list = element('dl', {});
  for (const { name, title, unit } of layer.columns
    .filter((column) => column.name in properties)
    .slice(0, shownColumns)) {
    const value = properties[name];
    const text = typeof value === 'number' ? numberText(value, language, 6) : String(value);
    list.append(element('dt', {}, title), element('dd', {}, unit ? `${text}\u202f${unit}` : text));
  }
  const address = new URL(layer.items, location.href);
  address.pathname += encodeURIComponent(properties._id);
  return element(
    'article',
    {},
    element('h3', {}, layer.title),
    list,
    element(
      'p',
      {},
      element('a', { href: address.pathname + address.search }, `${words.openObject}: ${properties._id}`),
    ),
  );
}
