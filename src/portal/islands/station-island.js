// The page of a station while it is looked at: charts that move and zoom, a value under the pointer in words, and what has
// just been stored without a reload. Everything stands on the page without it.
import { momentAt, moveCharts } from './chart-moves.js';

const settleMs = 4_000;
let waiting = null;
let source = null;
let asked = null;
/** What is shown, without the place in it: a link within the page asks for nothing. */
let shown = location.pathname + location.search;
const said = document.createElement('p');

/** Takes the page up anew as the server has it at an address; what is open stays open, what has the focus keeps it. */
async function takeUp(address) {
  asked?.abort();
  const request = (asked = new AbortController());
  try {
    const answer = await fetch(address, { headers: { accept: 'text/html' }, signal: request.signal });
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
    if (!answer.ok || !next) return false;
    const open = [...document.querySelectorAll('main details')].map((one) => one.open);
    [...next.querySelectorAll('details')].forEach((one, i) => (one.open = open[i] ?? false));
    const again = nameOfFocus();
    document.querySelector('main').replaceWith(document.adoptNode(next));
    makeReady();
    again?.()?.focus({ preventScroll: true });
    return true;
  } catch {
    // A later move came, or there is no network: the page stays as it is.
    return false;
  }
}

/** Finds what has the focus now on the page that comes; where there is no such chart or link any more, one that leads on. */
function nameOfFocus() {
  const one = document.activeElement;
  const move = one?.dataset?.move;
  const place = [...document.querySelectorAll('.chart')].indexOf(one);
  if (!move && place < 0) return null;
  const same = () =>
    move ? document.querySelector(`[data-move=${move}]`) : document.querySelectorAll('.chart')[place];
  return () => same() ?? document.querySelector('[data-move=out]') ?? document.querySelector('[data-move]');
}

/** Another time of the same station, under its own address. */
async function show(address) {
  if (!(await takeUp(address))) return;
  history.pushState(null, '', address);
  shown = location.pathname + location.search;
  said.textContent = document.getElementById('shown-span')?.textContent ?? '';
  follow();
}

/** Charts take the focus, and say by what keys they move. */
function makeReady() {
  const moves = document.querySelector('.moves');
  if (!moves) return;
  const hint = document.createElement('p');
  Object.assign(hint, { className: 'hint', id: 'chart-keys', textContent: moves.dataset.hint });
  moves.append(hint);
  for (const figure of document.querySelectorAll('.chart[data-from]')) {
    figure.tabIndex = 0;
    figure.classList.add('movable');
    figure.setAttribute('aria-describedby', hint.id);
  }
}

/** What has just been stored: not while somebody types or nobody looks, the next value comes soon. */
async function takeNew() {
  waiting = null;
  if (document.hidden || document.activeElement?.closest('form')) return;
  await takeUp(location.href);
}

/** New values are told of where the page is up to now. */
function follow() {
  const address = document.querySelector('[data-live]')?.dataset.live;
  if (source?.address === address) return;
  source?.stream.close();
  source = null;
  if (!address) return;
  const stream = new EventSource(address);
  stream.addEventListener('observations', () => (waiting ??= setTimeout(takeNew, settleMs)));
  source = { address, stream };
}

/** The point nearest to the pointer, from the table beside the drawing: the same numbers, the same words. */
function nearest(figure, x) {
  const at = momentAt(figure, x);
  let best = null;
  for (const row of figure.parentElement.querySelectorAll('tbody tr')) {
    const distance = Math.abs(Date.parse(row.querySelector('time').dateTime) - at);
    if (!best || distance < best.distance) best = { row, distance };
  }
  // The table holds the newest rows only: where it has none near, nothing is said.
  return best && best.distance <= (figure.dataset.to - figure.dataset.from) / 60 ? best.row : null;
}

document.addEventListener('pointermove', ({ target, clientX }) => {
  const figure = target.closest?.('.chart[data-from]');
  const words = figure?.querySelector('.pointed-at');
  if (!words) return;
  const row = nearest(figure, clientX);
  words.textContent = row
    ? [...row.cells]
        .slice(0, 2)
        .map((cell) => cell.textContent)
        .join(': ')
    : '';
});

said.className = 'visually-hidden';
said.setAttribute('role', 'status');
document.body.append(said);
moveCharts(show);
makeReady();
follow();
addEventListener('popstate', async () => {
  if (shown === location.pathname + location.search) return;
  if (!(await takeUp(location.href))) return;
  shown = location.pathname + location.search;
  follow();
});
addEventListener('pagehide', () => source?.stream.close());
