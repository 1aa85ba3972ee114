// Map and table in step: what lies in the frame of the map stands in the table, the row that is pointed at lights up on the
// map, and what is pressed on the map is marked in the table.
import { addLight, lightUp } from './map-light.js';

const waitMs = 350;
const digits = 5;

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

/** Lights up one object, or none. `isPressed`: its row comes into sight. */
function mark(map, id, isPressed) {
  lightUp(map, id);
  for (const row of document.querySelectorAll('tr.pointed')) row.classList.remove('pointed');
  const row = id === null ? null : document.querySelector(`tbody tr[data-id="${CSS.escape(id)}"]`);
  row?.classList.add('pointed');
  const region = row?.closest('.table-region');
  if (isPressed && row && region) {
    region.scrollTop = Math.max(0, row.offsetTop - region.clientHeight / 2);
  }
}
