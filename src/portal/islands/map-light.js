// One object of a layer in the colour of what is pointed at.
const light = '#d0480a';
const lights = ['light-line', 'light-point'];

export function addLight(map, source, layer) {
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

/** The object with this id, or none. */
export function lightUp(map, id) {
  const is = ['==', ['get', '_id'], id ?? ''];
  map.setFilter(lights[0], ['all', is, ['!=', ['geometry-type'], 'Point']]);
  map.setFilter(lights[1], ['all', is, ['==', ['geometry-type'], 'Point']]);
}
