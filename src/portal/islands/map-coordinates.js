// What the middle of the map is in the reader's reference system, and the way to a place that he has coordinates of.
import { element, numberText } from './map-element.js';

const waitMs = 250;
const wgs84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84';

export function addCoordinates({ map, maplibre, words, settings, place }) {
  const { language } = settings;
  const form = element('form', { class: 'map-coordinates' });
  const system = element('select', { id: 'map-system' });
  for (const { uri, title } of settings.systems) system.append(element('option', { value: uri }, title));
  const [first, second] = ['map-first', 'map-second'].map((id) => element('input', { id, type: 'text', inputmode: 'decimal', autocomplete: 'off', required: '' })); // prettier-ignore
  // Names from the beginning: the node's answer, which tells the order of the system, may take its time.
  const firstLabel = element('label', { for: first.id }, words.latitude);
  const secondLabel = element('label', { for: second.id }, words.longitude);
  const said = element('p', { class: 'map-middle' });
  const fault = element('p', { class: 'fault', role: 'alert' });
  form.append(
    said,
    element('p', {}, element('label', { for: 'map-system' }, words.system), system),
    element('p', {}, firstLabel, first),
    element('p', {}, secondLabel, second),
    element('button', { type: 'submit', class: 'secondary' }, words.goTo),
    fault,
  );
  place.append(element('details', { class: 'map-place', open: '' }, element('summary', {}, words.coordinates), form));

  let known = null;
  const chosen = () => known?.systems.find(({ uri }) => uri === system.value) ?? null;
  /** People write north before east; the system says in which order it counts. */
  const inOrder = ({ axes, coordinates }) => (axes === 'yx' ? coordinates : coordinates.toReversed());
  const say = () => {
    const found = chosen();
    if (!found) return;
    const isMetres = found.unit === 'm';
    const labels = isMetres ? [words.north, words.east] : [words.latitude, words.longitude];
    [firstLabel.textContent, secondLabel.textContent] = labels;
    const texts = inOrder(found).map((value) => numberText(value, language, isMetres ? 3 : 6));
    said.textContent = `${words.middle}: ${labels.map((label, index) => `${label} ${texts[index]}`).join('; ')}`;
  };
  const ask = async (at, crs) => {
    const address = new URL(settings.coordinates, location.href);
    address.searchParams.set('at', at.join(','));
    address.searchParams.set('crs', crs);
    const answer = await fetch(address, { headers: { accept: 'application/json' } });
    if (!answer.ok) return null;
    return answer.json();
  };
  const read = async () => {
    const { lng, lat } = map.getCenter();
    known = await ask([lng.toFixed(8), lat.toFixed(8)], wgs84);
    say();
  };
  let waiting;
  map.on('moveend', () => {
    clearTimeout(waiting);
    waiting = setTimeout(read, waitMs);
  });
  system.addEventListener('change', say);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    fault.textContent = '';
    const found = chosen();
    const numbers = [first, second].map(({ value }) => numberOf(value, found?.unit === 'm'));
    const at = found?.axes === 'yx' ? numbers : numbers.toReversed();
    const there = numbers.every(Number.isFinite) ? await ask(at, system.value) : null;
    if (!there) {
      fault.textContent = words.notThere;
      return;
    }
    new maplibre.Marker({ color: '#1b1f20' }).setLngLat([there.longitude, there.latitude]).addTo(map);
    map.jumpTo({ center: [there.longitude, there.latitude], zoom: Math.max(map.getZoom(), 13) });
  });
  read();
}

/**
 * `2.324.123,5`, `2324123.5` and `21°1′30″` are numbers that people write. A point before three digits parts thousands in
 * metres, which no map counts by the millimetre; in degrees it is always the decimal point.
 */
function numberOf(text, isMetres) {
  const plain = text.trim().replaceAll(/\s/g, '');
  const sexagesimal = /^(-?\d+)[°d](?:(\d+(?:[.,]\d+)?)['′])?(?:(\d+(?:[.,]\d+)?)(?:["″]|''))?[NEBĐ]?$/i.exec(plain);
  if (sexagesimal) {
    const [degrees, minutes, seconds] = sexagesimal.slice(1).map((part) => Number((part ?? '0').replace(',', '.')));
    return degrees + minutes / 60 + seconds / 3600;
  }
  if (isMetres && /^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(plain))
    return Number(plain.replaceAll('.', '').replace(',', '.'));
  return plain === '' ? Number.NaN : Number(plain.replace(',', '.'));
}
