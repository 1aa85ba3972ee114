// The address of the page holds what is shown; it can be copied, and the map printed.
import { element } from './map-element.js';

export function addShare(tools, { map, words, settings, box }) {
  const keep = () => {
    const { lng, lat } = map.getCenter();
    const address = new URL(location.href);
    address.searchParams.set('layers', settings.layers.map(({ id }) => id).join(','));
    address.searchParams.delete('add');
    address.searchParams.set('at', `${map.getZoom().toFixed(2)}/${lat.toFixed(5)}/${lng.toFixed(5)}`);
    history.replaceState(null, '', address.href.replaceAll('%2C', ',').replaceAll('%2F', '/'));
    keepInLinks(address.searchParams.get('at'));
  };
  map.on('moveend', keep);
  keep();
  const share = element('button', { type: 'button', class: 'secondary' }, words.share);
  share.addEventListener('click', async () => {
    await navigator.clipboard?.writeText(location.href);
    share.textContent = words.shared;
    setTimeout(() => (share.textContent = words.share), 2_000);
  });
  const print = element('button', { type: 'button', class: 'secondary' }, words.print);
  print.addEventListener('click', () => window.print());
  tools.append(share, print);
  addPicture(map, box);
}

/** Taking a layer away or adding one keeps what is looked at. */
function keepInLinks(at) {
  for (const link of document.querySelectorAll('.map-legend a.take, .map-add a')) {
    const address = new URL(link.href);
    address.searchParams.set('at', at);
    link.href = address.href;
  }
  const form = document.querySelector('form.map-find');
  if (!form) return;
  let field = form.querySelector('[name=at]');
  if (!field) form.append((field = element('input', { type: 'hidden', name: 'at' })));
  field.value = at;
}

/** Paper gets the map as a picture: a canvas is printed empty by some browsers. */
function addPicture(map, box) {
  const picture = element('img', { class: 'map-picture', alt: '' });
  box.append(picture);
  const take = () => (picture.src = map.getCanvas().toDataURL('image/png'));
  addEventListener('beforeprint', take);
  matchMedia('print').addEventListener('change', ({ matches }) => matches && take());
  map.on('idle', take);
}
