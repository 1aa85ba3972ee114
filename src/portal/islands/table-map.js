// Map and table in step: what lies in the frame of the map stands in the table, the row that is pointed at lights up on the
// map, and what is pressed on the map is marked in the table.
const waitMs = 350;
const digits = 5;
const light = '#d0480a';

/** `onFrame`: told the box, in degrees, after a person has moved the map. */
export function followMap(onFrame) {
  document.addEventListener('map-ready', ({ target }) => follow(target, onFrame));
  const there = document.querySelector('[data-map][data-state=ready]');
  if (there) follow(there, onFrame);
}

function follow(place, onFrame) {
  const { map } = place;
  const [layer] = JSON.parse(place.dataset.map).layers;
  const source = `layer ${layer.id}`;
  addLight(map, source, layer.id);
  let waiting;
  map.on('moveend', ({ originalEvent }) => {
    if (!originalEvent) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => onFrame(frameOf(map)), waitMs);
  });
  map.on('click', ({ point }) => {
    const reach = 5;
    const box = [[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]]; // prettier-ignore
    const found = map.queryRenderedFeatures(box).find((feature) => feature.source === source);
    mark(map, found?.properties._id ?? null, true);
  });
  const point = ({ target }) => mark(map, target.closest?.('tbody tr[data-id]')?.dataset.id ?? null, false);
  document.addEventListener('pointerover', point);
  document.addEventListener('focusin', point);
  document.addEventListener('table-shown', ({ detail: { settings } }) => {
    const tiles = settings && JSON.parse(settings).layers[0]?.tiles;
    if (tiles) map.getSource(source)?.setUrl(new URL(tiles, location.href).href);
  });
}

function frameOf(map) {
  const bounds = map.getBounds();
  const clamp = (value, most) => Number(Math.max(-most, Math.min(most, value)).toFixed(digits));
  return [
    clamp(bounds.getWest(), 180),
    clamp(bounds.getSouth(), 90),
    clamp(bounds.getEast(), 180),
    clamp(bounds.getNorth(), 90),
  ];
}

const lights = ['light-line', 'light-point'];

function addLight(map, source, layer) {
  const shared = { source, 'source-layer': layer, filter: ['==', ['get', '_id'], ''] };
  map.addLayer({ id: lights[0], type: 'line', ...shared, paint: { 'line-color': light, 'line-width': 4 } });
  map.addLayer({
    id: lights[1],
    type: 'circle',
    ...shared,
    paint: {
      'circle-color': light,
      'circle-radius': 8,
      'circle-stroke-color': '#ffffff',
      'circle-stroke-width': 2,
    },
  });
}

/** Lights up one object, or none. `isPressed`: its row comes into sight. */
function mark(map, id, isPressed) {
  const is = ['==', ['get', '_id'], id ?? ''];
  map.setFilter(lights[0], ['all', is, ['!=', ['geometry-type'], 'Point']]);
  map.setFilter(lights[1], ['all', is, ['==', ['geometry-type'], 'Point']]);
  for (const row of document.querySelectorAll('tr.pointed')) row.classList.remove('pointed');
  const row = id === null ? null : document.querySelector(`tbody tr[data-id="${CSS.escape(id)}"]`);
  row?.classList.add('pointed');
  const region = row?.closest('.table-region');
  if (isPressed && row && region) {
    region.scrollTop = Math.max(0, row.offsetTop - region.clientHeight / 2);
  }
}
