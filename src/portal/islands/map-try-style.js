// The map beside the form of a style is drawn by what the form says at this moment. Nothing is saved; without this script
// the form's own button shows the same on a page.
import { addKey } from './map-key.js';
import { layerIds, takeStyle } from './map-style.js';

const pauseMs = 300;

export function tryStyles(context) {
  const form = document.querySelector('form[data-try-style]');
  const status = document.querySelector('[data-try-status]');
  const title = document.querySelector('[data-try-title]');
  let timer = null;
  let asked = null;
  const tryNow = async () => {
    asked?.abort();
    const request = (asked = new AbortController());
    try {
      const answer = await fetch(form.dataset.tryStyle, {
        method: 'POST',
        headers: { accept: 'application/json' },
        body: new URLSearchParams(new FormData(form)),
        signal: request.signal,
      });
      const data = await answer.json();
      if (answer.ok) draw(context, data.preview);
      title.textContent = answer.ok ? title.dataset.tryTitle : title.textContent;
      status.textContent = answer.ok ? form.dataset.said : (data.detail ?? data.title);
    } catch {
      // Without a network, or after a later choice, the map stays as it is.
    }
  };
  const trySoon = () => {
    clearTimeout(timer);
    timer = setTimeout(tryNow, pauseMs);
  };
  form.addEventListener('input', trySoon);
  form.addEventListener('change', trySoon);
}

function draw(context, { layers, legend }) {
  const { map, settings, place } = context;
  const [layer] = settings.layers;
  const all = map.getStyle().layers.map(({ id }) => id);
  const own = layerIds(layer);
  // The new ones stand where the former ones stood: beneath the names of the ground.
  const above = all[Math.max(...own.map((id) => all.indexOf(id))) + 1];
  for (const id of own) map.removeLayer(id);
  takeStyle(layer, layers, legend);
  for (const drawn of layer.drawn) map.addLayer(drawn, above);
  for (const key of place.querySelectorAll('.class-key')) key.remove();
  addKey(context);
}
