// Takes over each place for a map once it comes into view; until then, and without WebGL, what the server wrote stays.

const places = document.querySelectorAll('[data-map]');

async function start(place) {
  const settings = JSON.parse(place.dataset.map);
  try {
    const { liveMap } = await import('./live-map.js');
    await liveMap(place, settings);
  } catch {
    place.classList.remove('live');
    const note = document.createElement('p');
    note.className = 'notice';
    note.textContent = settings.words.failed;
    if (settings.shape === 'full') place.append(note);
  }
}

const watcher = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    watcher.unobserve(target);
    start(target);
  }
});
for (const place of places) watcher.observe(place);
