// The quiet ground, and the layers over it. Labels are drawn from the page's own font: there is no glyph to fetch.

const font = ['Be Vietnam Pro'];
/** Zoom from which there is room for the names of cities. */
const citiesFrom = 4;
/** Light in both modes of the page, like paper: the colours of data and their key stay the same. */
const colours = {
  water: '#e3e9ea',
  land: '#f3f2ea',
  own: '#eaf0e2',
  coast: '#b9c3b8',
  border: '#b3aa9c',
  text: '#4c5253',
  sea: '#5f7f8a',
  halo: '#fbf9f5',
};
/** Both subsets of the font must be there before the first label is drawn. */
export async function loadFont() {
  await Promise.all(
    ['Hoang Sa', 'Quần đảo Trường Sa'].map((text) => document.fonts.load("16px 'Be Vietnam Pro'", text)),
  );
}

export function styleFor({ language, layers, base }, ground) {
  const of = (...kinds) => ['in', ['get', 'kind'], ['literal', kinds]];
  const fill = (id, kinds, colour) => ({
    id,
    type: 'fill',
    source: 'ground',
    filter: of(...kinds),
    paint: { 'fill-color': colour },
  });
  const label = (id, kind, minzoom, size, paint, layout = {}) => ({
    id,
    type: 'symbol',
    source: 'ground',
    minzoom,
    filter: of(kind),
    layout: { 'text-field': ['get', language], 'text-font': font, 'text-size': size, 'text-padding': 4, ...layout },
    paint: { 'text-color': colours.text, 'text-halo-color': colours.halo, 'text-halo-width': 1.4, ...paint },
  });
  return {
    version: 8,
    sources: {
      ground: { type: 'geojson', data: ground, attribution: 'Natural Earth' },
      ...(base ? { base: { type: 'vector', url: base.tiles } } : {}),
      ...(base?.names ? { 'base-names': { type: 'vector', ...base.names } } : {}),
      ...Object.fromEntries(
        layers.map(({ id, tiles }) => [
          `layer ${id}`,
          { type: 'vector', url: new URL(tiles, location.href).href, promoteId: '_id' },
        ]),
      ),
    },
    layers: [
      { id: 'water', type: 'background', paint: { 'background-color': colours.water } },
      fill('land', ['land'], colours.land),
      fill('near-water', ['water'], colours.water),
      fill('near', ['near'], colours.land),
      fill('own', ['own'], colours.own),
      {
        id: 'coast',
        type: 'line',
        source: 'ground',
        filter: of('near', 'own'),
        paint: { 'line-color': colours.coast, 'line-width': ['interpolate', ['linear'], ['zoom'], 4, 0.4, 9, 1] },
      },
      {
        id: 'border',
        type: 'line',
        source: 'ground',
        filter: of('border'),
        paint: { 'line-color': colours.border, 'line-width': 1, 'line-dasharray': [3, 2] },
      },
      ...(base?.layers ?? []),
      ...layers.flatMap(({ drawn }) => drawn),
      label('sea', 'sea', 3, 13, { 'text-color': colours.sea }, { 'text-letter-spacing': 0.15 }),
      label('state', 'state', 3, 14, {}, { 'text-letter-spacing': 0.1 }),
      label('city', 'city', citiesFrom, 12, {}, { 'text-allow-overlap': false }),
      // These two are never left out for want of room.
      label('archipelago', 'archipelago', 3, 12, {}, { 'text-allow-overlap': true, 'text-ignore-placement': true }),
    ],
  };
}

/**
 * A city of the ground that is a unit of the base map too stands on the map once, as the city: the capital is never left
 * out for want of room. Lists write a kind of unit before the name or do not, so a city is known by the last two words.
 */
export function nameCitiesOnce(map) {
  const cities = new Set();
  const name = ['get', 'name'];
  map.on('idle', () => {
    const before = cities.size;
    for (const { properties } of map.querySourceFeatures('ground', { filter: ['==', ['get', 'kind'], 'city'] }))
      cities.add(properties.vi.split(' ').slice(-2).join(' '));
    if (cities.size === before) return;
    const isNamed = [...cities].map((city) => ['==', ['slice', name, ['-', ['length', name], city.length]], city]);
    map.setFilter('base-names', ['any', ['<', ['zoom'], citiesFrom], ['!', ['any', ...isNamed]]]);
  });
}

/** Ids of the style layers that draw a layer, once `loadStyles` has read them. */
export const layerIds = ({ drawn }) => drawn.map(({ id }) => id);

/** The units that the node lays beneath the data of every map; null: none. A map without them is still a map. */
export async function loadBase(address) {
  const answer = await fetch(address, { headers: { accept: 'application/json' } }).catch(() => null);
  return answer?.ok ? (await answer.json()).base : null;
}

/** Asks the server how each layer is drawn: the one source for every map, here and elsewhere. */
export async function loadStyles(layers) {
  await Promise.all(
    layers.map(async (layer) => {
      if (layer.tried) return takeStyle(layer, layer.tried.layers, layer.tried.legend);
      const answer = await fetch(layer.style, { headers: { accept: 'application/json' } });
      const style = answer.ok ? await answer.json() : { layers: [], metadata: {} };
      takeStyle(layer, style.layers, style.metadata['lienthong:legend'] ?? null);
    }),
  );
}

/** From now on the layer is drawn so. */
export function takeStyle(layer, drawn, legend) {
  layer.drawn = drawn.map((each) => ({ ...each, source: `layer ${layer.id}` }));
  layer.legend = legend;
}
