// The table of a collection without reloads: what is typed filters after a pause, order, columns and pages come in place,
// the map and the table show the same. Each state is an address that the server answers without script just so.
import { followMap } from './table-map.js';

const typingMs = 450;
const parts = ['strip', 'options', 'chosen', 'table', 'after'];
const form = () => document.getElementById('table-form');
const part = (name, root = document) => root.querySelector(`[data-part=${name}]`);
const status = document.querySelector('[data-table-status]');
let asked = new AbortController();
let typing;

/** The address of what the form says now. */
function formAddress() {
  const address = new URL(form().action, location.href);
  for (const [name, value] of new FormData(form())) address.searchParams.append(name, value);
  return address;
}

/** Shows what stands at an address; `keep`: the address takes the place of the present one in the history. */
async function show(address, { keep = false, isBack = false } = {}) {
  clearTimeout(typing);
  asked.abort();
  asked = new AbortController();
  document.querySelector('main').dataset.busy = '';
  try {
    const answer = await fetch(address, { headers: { accept: 'text/html' }, signal: asked.signal });
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
    delete document.querySelector('main').dataset.busy;
    if (!part('table', next)) {
      status.textContent = '';
      tellFault(next.querySelector('main p')?.textContent ?? '');
      return;
    }
    takeUp(next);
    if (!isBack) history[keep ? 'replaceState' : 'pushState'](null, '', answer.url);
    status.textContent = part('strip').textContent.split('·')[0].trim();
    document.dispatchEvent(new CustomEvent('table-shown', { detail: { settings: next.querySelector('[data-map]')?.dataset.map } })); // prettier-ignore
  } catch (fault) {
    // A newer question took the place of this one; any other failure leaves it to the browser.
    if (fault.name !== 'AbortError') location.assign(address);
  }
}

/** What was typed says nothing of its column: that is told beside the table, which stays. */
function tellFault(text) {
  let note = document.querySelector('.table-fault');
  if (!note) {
    note = document.createElement('p');
    note.className = 'notice warn table-fault';
    note.setAttribute('role', 'alert');
    part('chosen').after(note);
  }
  note.textContent = text;
}

function takeUp(next) {
  document.querySelector('.table-fault')?.remove();
  const kept = rememberFocus();
  const isOpen = part('options').querySelector('details')?.open;
  const { scrollLeft } = part('table');
  for (const name of parts) part(name).replaceWith(document.adoptNode(part(name, next)));
  const details = part('options').querySelector('details');
  if (details && isOpen) details.open = true;
  part('table').scrollLeft = scrollLeft;
  kept();
}

/** Gives the focus, and what is being typed, back to the element that is there instead. */
function rememberFocus() {
  const had = document.activeElement;
  const { name, id, value, type } = had;
  const key = had.dataset.focus;
  const selection = had.selectionStart;
  return () => {
    const now = key
      ? document.querySelector(`[data-focus="${CSS.escape(key)}"]`)
      : id
        ? document.getElementById(id)
        : name
          ? [...document.getElementsByName(name)].find((one) => type !== 'checkbox' || one.value === value)
          : null;
    if (!now || now === document.activeElement) return;
    if (type === 'text') now.value = value;
    now.focus({ preventScroll: true });
    if (type === 'text' && selection !== null) now.setSelectionRange(selection, selection);
  };
}

document.addEventListener('input', ({ target }) => {
  if (target.form !== form() || target.type !== 'text') return;
  clearTimeout(typing);
  typing = setTimeout(() => show(formAddress(), { keep: true }), typingMs);
});
document.addEventListener('change', ({ target }) => {
  if (target.form === form() && target.type !== 'text') show(formAddress());
});
document.addEventListener('submit', (event) => {
  if (event.target !== form()) return;
  event.preventDefault();
  show(formAddress());
});
document.addEventListener('click', (event) => {
  const link = event.target.closest('.sort, .chosen a, [data-part=after] a, [data-part=options] a');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  const isPage = link.closest('.paging');
  show(link.href).then(() => {
    if (!isPage) return;
    part('table').focus({ preventScroll: true });
    part('table').scrollTop = 0;
    part('options').scrollIntoView({ block: 'nearest' });
  });
});
addEventListener('popstate', () => show(location.href, { isBack: true }));

followMap((box) => {
  const address = new URL(location.href);
  address.searchParams.delete('token');
  address.searchParams.delete('bbox-crs');
  address.searchParams.set('bbox', box.join(','));
  show(address.href.replaceAll('%2C', ','), { keep: true });
});
