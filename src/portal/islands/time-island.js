// A slider over the steps of time that the page of stations offers as links and in its select: map and table follow it,
// the address too. Everything stands on the page without it.
const pauseMs = 150;
let timer = null;
let asked = null;

function addSlider() {
  const place = document.querySelector('[data-steps]');
  if (!place || place.querySelector('input')) return;
  const steps = JSON.parse(place.dataset.steps);
  const at = steps.findIndex(([time]) => time === place.dataset.at);
  const label = document.createElement('label');
  const slider = document.createElement('input');
  Object.assign(slider, {
    type: 'range',
    min: 0,
    max: steps.length - 1,
    step: 1,
    value: at < 0 ? steps.length - 1 : at,
  });
  const say = () => slider.setAttribute('aria-valuetext', steps[slider.value][1]);
  say();
  label.append(place.dataset.label, slider);
  place.querySelector('ul').before(label);
  slider.addEventListener('input', () => {
    const [time, words] = steps[slider.value];
    say();
    place.querySelector('[role=status]').textContent = words;
    clearTimeout(timer);
    timer = setTimeout(() => show(time), pauseMs);
  });
}

/** Takes over map, table and links of that time; the slider keeps its focus and its place. */
async function show(time) {
  asked?.abort();
  const request = (asked = new AbortController());
  const address = new URL(location.href);
  address.searchParams.set('at', time);
  address.searchParams.delete('token');
  try {
    const answer = await fetch(address, { headers: { accept: 'text/html' }, signal: request.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const [shown, next] = [document, page].map((one) => one.querySelector('[data-of-time]'));
    const [steps, nextSteps] = [document, page].map((one) => one.querySelector('[data-steps]'));
    shown.replaceWith(document.adoptNode(next));
    steps.querySelector('[role=status]').textContent = nextSteps.querySelector('[role=status]').textContent;
    steps.querySelector('ul').replaceWith(document.adoptNode(nextSteps.querySelector('ul')));
    const select = document.getElementById('field-at');
    if (select) select.value = time;
    history.replaceState(history.state, '', address);
  } catch {
    // A later step came, or there is no network: the page stays as it is.
  }
}

addSlider();
