// Distance and area by points that are pressed, or taken from the middle of the map with Enter.
import { element, numberText } from './map-element.js';
import { areaOf, distanceOf } from './map-geodesy.js';

export function addMeasure(tools, { map, words, settings, mode, panel }) {
  const { language } = settings;
  let places = [];
  const buttons = new Map(
    ['distance', 'area'].map((kind) => [
      kind,
      element('button', { type: 'button', class: 'secondary', 'aria-pressed': 'false' }, words[kind]),
    ]),
  );
  const shape = () => ({
    type: 'FeatureCollection',
    features: [
      ...places.map((coordinates) => ({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates } })),
      ...(places.length > 1
        ? [
            mode.current === 'area' && places.length > 2
              ? {
                  type: 'Feature',
                  properties: {},
                  geometry: { type: 'Polygon', coordinates: [[...places, places[0]]] },
                }
              : { type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: places } },
          ]
        : []),
    ],
  });
  map.addSource('measure', { type: 'geojson', data: shape() });
  const paint = { line: { 'line-color': '#111', 'line-width': 2, 'line-dasharray': [2, 1] }, circle: { 'circle-radius': 4, 'circle-color': '#fff', 'circle-stroke-color': '#111', 'circle-stroke-width': 2 } }; // prettier-ignore
  map.addLayer({ id: 'measure lines', type: 'line', source: 'measure', paint: paint.line });
  map.addLayer({ id: 'measure points', type: 'circle', source: 'measure', filter: ['==', ['geometry-type'], 'Point'], paint: paint.circle }); // prettier-ignore

  const lengthText = (metres) =>
    metres < 1000 ? `${numberText(metres, language, 1)}\u202fm` : `${numberText(metres / 1000, language, 3)}\u202fkm`;
  const areaText = (metres) =>
    metres < 1e6 ? `${numberText(metres, language, 0)}\u202fm² (${numberText(metres / 1e4, language, 2)}\u202fha)` : `${numberText(metres / 1e6, language, 2)}\u202fkm²`; // prettier-ignore

  const draw = () => {
    map.getSource('measure').setData(shape());
    if (mode.current === 'identify') return panel.replaceChildren();
    const way = places.slice(1).reduce((sum, place, index) => sum + distanceOf(places[index], place), 0);
    const text = mode.current === 'area' ? areaText(places.length > 2 ? areaOf(places) : 0) : lengthText(way);
    panel.replaceChildren(
      element('p', { class: 'measured' }, element('strong', {}, text)),
      element('p', { class: 'hint' }, words.measuring),
    );
  };
  const turn = (kind) => {
    mode.current = mode.current === kind ? 'identify' : kind;
    places = [];
    for (const [name, button] of buttons) button.setAttribute('aria-pressed', String(name === mode.current));
    draw();
    if (mode.current !== 'identify') map.getCanvas().focus();
  };
  for (const [kind, button] of buttons) {
    button.addEventListener('click', () => turn(kind));
    tools.append(button);
  }
  map.on('click', ({ lngLat }) => {
    if (mode.current === 'identify') return;
    places.push([lngLat.lng, lngLat.lat]);
    draw();
  });
  map.getCanvas().addEventListener('keydown', (event) => {
    if (mode.current === 'identify') return;
    if (event.key === 'Enter') {
      const { lng, lat } = map.getCenter();
      places.push([lng, lat]);
    } else if (event.key === 'Backspace') places.pop();
    else if (event.key === 'Escape') return turn(mode.current);
    else return;
    event.preventDefault();
    draw();
  });
}
