// A box beside each layer of the legend that hides it and shows it again; the address keeps which layers there are.
import { element } from './map-element.js';
import { layerIds } from './map-style.js';

export function addLegend({ map, settings, words }) {
  const items = document.querySelectorAll('.map-legend > ul > li');
  for (const [index, layer] of settings.layers.entries()) {
    const box = element('input', { type: 'checkbox', id: `shown-${index}`, checked: '' });
    box.addEventListener('change', () => {
      for (const id of layerIds(layer)) {
        if (map.getLayer(id)) map.setLayoutProperty(id, 'visibility', box.checked ? 'visible' : 'none');
      }
    });
    items[index]?.prepend(element('span', { class: 'screen-only' }, box, element('label', { for: box.id, class: 'visually-hidden' }, `${words.show}: ${layer.title}`))); // prettier-ignore
  }
}
