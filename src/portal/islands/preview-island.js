// Tries a steward's decision as it stands whenever a choice changes, beside its form. Without this script the form's own
// button shows the same on a page of its own.

const pauseMs = 300;
const asked = new WeakMap();
const timers = new WeakMap();

const formOf = (target) => target.closest?.('form[data-preview]') ?? null;
const placeOf = (form) => document.getElementById(form.dataset.preview);

async function tryNow(form) {
  clearTimeout(timers.get(form));
  asked.get(form)?.abort();
  const request = new AbortController();
  asked.set(form, request);
  const place = placeOf(form);
  const said = place.querySelector('[role=status]');
  place.setAttribute('aria-busy', 'true');
  said.textContent = place.dataset.trying;
  tell(place, said.textContent);
  try {
    const answer = await fetch(form.querySelector('[formaction]').formAction, {
      method: 'POST',
      headers: { accept: 'text/html' },
      body: new URLSearchParams(new FormData(form)),
      signal: request.signal,
    });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    show(place, said, answer.ok ? page.querySelector('.preview') : null, page);
  } catch {
    if (!request.signal.aborted) show(place, said, null, null);
  }
  if (asked.get(form) === request) place.removeAttribute('aria-busy');
}

/** A long form has its buttons always in sight; the outcome stands beside them, for eyes only: it has been said already. */
function tell(place, text) {
  const actions = document.querySelector(`form[data-preview="${place.id}"] .actions`);
  let told = actions.querySelector('.tried');
  if (!told) {
    told = document.createElement('span');
    told.className = 'tried';
    told.setAttribute('aria-hidden', 'true');
    actions.append(told);
  }
  told.textContent = text;
}

/** What came back: the rows, or in words why there are none. */
function show(place, said, preview, page) {
  const problem = page?.querySelector('.summary[role=alert] p, main p')?.textContent;
  said.textContent = preview ? preview.querySelector('[role=status]').textContent : (problem ?? place.dataset.failed);
  tell(place, said.textContent);
  place
    .querySelector('.preview-rows')
    .replaceChildren(...(preview ? preview.querySelector('.preview-rows').childNodes : []));
}

function trySoon(form) {
  clearTimeout(timers.get(form));
  timers.set(
    form,
    setTimeout(() => tryNow(form), pauseMs),
  );
}

document.addEventListener('change', ({ target }) => {
  const form = formOf(target);
  if (form) trySoon(form);
});
document.addEventListener('submit', (event) => {
  const form = formOf(event.target);
  if (!form || !event.submitter?.hasAttribute('formaction')) return;
  event.preventDefault();
  tryNow(form);
  placeOf(form).scrollIntoView({ block: 'nearest' });
});
// A folded form is tried when it is opened.
document.addEventListener(
  'toggle',
  ({ target }) => {
    const form = target.open ? target.querySelector('form[data-preview]') : null;
    if (form && !asked.has(form)) tryNow(form);
  },
  true,
);
for (const form of document.querySelectorAll('form[data-preview]')) {
  if (placeOf(form).offsetParent !== null && !placeOf(form).querySelector('.preview-rows').hasChildNodes())
    tryNow(form);
}
