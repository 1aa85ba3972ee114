// The page of a station while it is looked at: a value under the pointer in words, and what has just been stored without a
// reload. Everything stands on the page without it.
const settleMs = 4_000;
let waiting = null;
let source = null;

const main = () => document.querySelector('main');
const place = () => document.querySelector('[data-live]');

/** Takes the page up anew as the server has it now; what is open stays open. */
async function takeUp() {
  waiting = null;
  // Nobody looks, or somebody is typing: the next value comes soon.
  if (document.hidden || document.activeElement?.closest('form')) return;
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
    if (!answer.ok || !next) return;
    const open = [...document.querySelectorAll('main details')].map((one) => one.open);
    [...next.querySelectorAll('details')].forEach((one, i) => (one.open = open[i] ?? false));
    main().replaceWith(document.adoptNode(next));
  } catch {
    // Without a network the page stays as it is.
  }
}

function follow() {
  const address = place()?.dataset.live;
  if (!address) return;
  source = new EventSource(address);
  source.addEventListener('observations', () => (waiting ??= setTimeout(takeUp, settleMs)));
}

/** The point nearest to the pointer, from the table beside the drawing: the same numbers, the same words. */
function nearest(figure, x) {
  const box = figure.querySelector('svg').getBoundingClientRect();
  const { from, to, left, right } = figure.dataset;
  const share = ((x - box.left) / box.width - Number(left)) / (Number(right) - Number(left));
  const at = Number(from) + share * (Number(to) - Number(from));
  let best = null;
  for (const row of figure.parentElement.querySelectorAll('tbody tr')) {
    const distance = Math.abs(Date.parse(row.querySelector('time').dateTime) - at);
    if (!best || distance < best.distance) best = { row, distance };
  }
  // The table holds the newest rows only: where it has none near, nothing is said.
  return best && best.distance <= (to - from) / 60 ? best.row : null;
}

document.addEventListener('pointermove', ({ target, clientX }) => {
  const figure = target.closest?.('.chart[data-from]');
  if (!figure) return;
  const row = nearest(figure, clientX);
  const said = figure.querySelector('.pointed-at');
  if (said)
    said.textContent = row
      ? [...row.cells]
          .slice(0, 2)
          .map((cell) => cell.textContent)
          .join(': ')
      : '';
});

addEventListener('pagehide', () => source?.close());
follow();
