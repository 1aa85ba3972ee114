// A map over the place that the server left for it.
import { addCoordinates } from './map-coordinates.js';
import { element } from './map-element.js';
import { addIdentify } from './map-identify.js';
import { addKey } from './map-key.js';
import { addLegend } from './map-legend.js';
import { addMeasure } from './map-measure.js';
import { addLight, lightUp } from './map-light.js';
import { addShare } from './map-share.js';
import { loadBase, loadFont, loadStyles, nameCitiesOnce, styleFor } from './map-style.js';

/** The country with both archipelagos (QCVN 80:2024/BTNMT: 102–118° E, 4°30′–23°30′ N). */
export const country = [
  [102, 4.5],
  [118, 23.5],
];

export async function liveMap(place, settings) {
  await loadSheet(new URL('./maplibre-gl.css', import.meta.url).href);
  const [maplibre, base] = await Promise.all([
    import('./maplibre-gl.mjs'),
    loadBase(settings.base),
    loadFont(),
    loadStyles(settings.layers),
  ]);
  const { words, extent, at, shape } = settings;
  const box = element('div', { class: 'map-box' });
  place.classList.add('live');
  place.append(box);
  const map = new maplibre.Map({
    container: box,
    style: styleFor({ ...settings, base }, new URL('./basemap.json', import.meta.url).href),
    ...(at
      ? { zoom: at[0], center: [at[2], at[1]] }
      : { bounds: boundsOf(extent), fitBoundsOptions: { padding: 24, maxZoom: settings.focus ? 11 : 14 } }),
    maxZoom: 21,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    attributionControl: false,
    // A small map in a page must not catch the wheel of who reads on.
    cooperativeGestures: false,
    scrollZoom: shape === 'full',
    fadeDuration: 0,
    canvasContextAttributes: { preserveDrawingBuffer: true },
    locale: {
      'NavigationControl.ZoomIn': words.zoomIn,
      'NavigationControl.ZoomOut': words.zoomOut,
      'Map.Title': words.mapLabel,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new maplibre.ScaleControl({ maxWidth: 120 }), 'bottom-left');
  box.append(element('div', { class: 'north', 'aria-hidden': 'true' }, words.northUp));
  // What a source cannot give is missing on the map, and no reason to give up the rest.
  map.on('error', () => {});
  await new Promise((resolve) => map.once('style.load', resolve));
  map.getCanvas().setAttribute('aria-label', words.mapLabel);
  const panel = element('div', { class: 'map-panel', 'aria-live': 'polite' });
  const context = { map, maplibre, settings, words, place, box, panel, mode: { current: 'identify' } };
  if (shape === 'full') {
    const tools = element('div', { class: 'map-tools', role: 'toolbar', 'aria-label': words.tools });
    place.prepend(tools);
    addViews(tools, context);
    addMeasure(tools, context);
    addShare(tools, context);
    addCoordinates(context);
    addLegend(context);
  } else addKey(context);
  if (settings.focus !== null) {
    const [{ id }] = settings.layers;
    addLight(map, `layer ${id}`, id);
    lightUp(map, settings.focus);
  }
  box.after(panel);
  addIdentify(context);
  if (base) credit(base.title);
  if (base?.names) nameCitiesOnce(map);
  if (document.querySelector('form[data-try-style]')) (await import('./map-try-style.js')).tryStyles(context);
  place.dataset.state = 'ready';
  // For tests, for the table beside it and for who looks into the page.
  place.map = map;
  place.dispatchEvent(new CustomEvent('map-ready', { bubbles: true }));
}

/** On the map's own page the credits name whose boundaries lie beneath. */
function credit(title) {
  const credits = document.querySelector('.map-credits');
  if (credits) credits.append(` ${title}.`);
}

function boundsOf(extent) {
  if (!extent) return country;
  const [west, south, east, north] = extent;
  const least = 0.005;
  return [
    [west - least, Math.max(-84, south - least)],
    [east + least, Math.min(84, north + least)],
  ];
}

function addViews(tools, { map, settings, words }) {
  const button = (text, bounds) => {
    const made = element('button', { type: 'button', class: 'secondary' }, text);
    made.addEventListener('click', () => map.fitBounds(bounds, { padding: 24, maxZoom: 14, animate: false }));
    tools.append(made);
  };
  button(words.country, country);
  if (settings.extent) button(words.whole, boundsOf(settings.extent));
}

function loadSheet(href) {
  return new Promise((resolve, reject) => {
    const link = element('link', { rel: 'stylesheet', href });
    link.addEventListener('load', resolve);
    link.addEventListener('error', reject);
    // Before the page's own sheet, which has the last word.
    document.head.prepend(link);
  });
}
