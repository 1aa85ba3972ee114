// Moving and zooming charts: a piece marked with the pointer, a double click and keys lead to the addresses that the links of
// the page lead to as well.
const minuteMs = 60_000;
const offsetMs = 7 * 60 * minuteMs;
/** Shorter on the screen than this it was a click. */
const leastPixels = 8;

const figureOf = (target) => target.closest?.('.chart[data-from]');

/** The moment at a place of the screen, within what the chart shows; milliseconds since 1970. */
export function momentAt(figure, x) {
  const box = figure.querySelector('svg').getBoundingClientRect();
  const [from, to, left, right] = ['from', 'to', 'left', 'right'].map((name) => Number(figure.dataset[name]));
  const share = ((x - box.left) / box.width - left) / (right - left);
  return from + Math.min(1, Math.max(0, share)) * (to - from);
}

/** The minute of Vietnam. */
const inAddress = (at) => new Date(Math.round(at / minuteMs) * minuteMs + offsetMs).toISOString().slice(0, 16);

/** Charts take keys and pointer from now on; `show` takes up the page of another address. */
export function moveCharts(show) {
  const press = (name) => {
    const link = document.querySelector(`[data-move=${name}]`);
    if (link) show(new URL(link.href));
    return link !== null;
  };
  const keys = { ArrowLeft: 'back', ArrowRight: 'on', '+': 'in', '=': 'in', '-': 'out' };
  document.addEventListener('keydown', (event) => {
    // Where nothing was measured there is no chart: the links have the same keys.
    if (!event.target.closest?.('.chart[data-from],.moves') || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in keys && press(keys[event.key])) event.preventDefault();
  });
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('[data-move]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(new URL(link.href));
  });
  document.addEventListener('dblclick', ({ target }) => {
    if (figureOf(target)) press('out');
  });
  takeBrush(show);
}

/** Marks a piece of a chart while the pointer is drawn across it. */
function takeBrush(show) {
  let brush = null;
  document.addEventListener('pointerdown', (event) => {
    const figure = figureOf(event.target);
    if (!figure || event.button !== 0 || !event.target.closest('svg')) return;
    brush = { figure, start: event.clientX, mark: null };
  });
  document.addEventListener('pointermove', ({ clientX }) => {
    if (!brush || Math.abs(clientX - brush.start) < leastPixels) return;
    brush.mark ??= addMark(brush.figure);
    const [one, other] = [brush.start, clientX].map((x) => placeIn(brush.figure, x)).sort((a, b) => a - b);
    brush.mark.setAttribute('x', one);
    brush.mark.setAttribute('width', other - one);
  });
  document.addEventListener('pointerup', ({ clientX }) => {
    const { figure, start, mark } = brush ?? {};
    brush = null;
    mark?.remove();
    if (!mark || Math.abs(clientX - start) < leastPixels) return;
    const [from, to] = [start, clientX].map((x) => momentAt(figure, x)).sort((a, b) => a - b);
    const address = new URL(location.href);
    address.searchParams.set('from', inAddress(from));
    address.searchParams.set('to', inAddress(Math.max(to, from + 2 * minuteMs)));
    for (const name of ['span', 'until']) address.searchParams.delete(name);
    address.hash = 'charts';
    show(address);
  });
  // The finger scrolls the page, or the browser has taken the pointer for itself.
  document.addEventListener('pointercancel', () => {
    brush?.mark?.remove();
    brush = null;
  });
}

function placeIn(figure, x) {
  const svg = figure.querySelector('svg');
  const { left, width } = svg.getBoundingClientRect();
  const whole = svg.viewBox.baseVal.width;
  const [first, last] = [Number(figure.dataset.left) * whole, Number(figure.dataset.right) * whole];
  return Math.min(last, Math.max(first, ((x - left) / width) * whole));
}

function addMark(figure) {
  const svg = figure.querySelector('svg');
  const mark = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  mark.setAttribute('class', 'brush');
  mark.setAttribute('y', 0);
  mark.setAttribute('height', svg.viewBox.baseVal.height);
  svg.append(mark);
  return mark;
}
