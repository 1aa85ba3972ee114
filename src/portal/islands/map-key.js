// Which colour stands for what, below a map in a page; the map's own page has it from the server.
import { element, numberText } from './map-element.js';

export function addKey({ settings, words, box }) {
  for (const { legend } of settings.layers) {
    if (!legend?.column) continue;
    const { column, classes, other } = legend;
    const entry = (colour, text) => element('li', {}, swatch(colour), text);
    const list = element('ul', {}, ...classes.map((each) => entry(each.colour, textOf(each, settings.language))));
    list.append(entry(other, words.otherValues));
    box.after(element('div', { class: 'class-key' }, element('p', {}, column.title), list));
  }
}

function swatch(colour) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of Object.entries({ class: 'layer-key', viewBox: '0 0 18 18', width: 18, height: 18, 'aria-hidden': 'true' })) made.setAttribute(name, value); // prettier-ignore
  const dot = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
  for (const [name, value] of Object.entries({ cx: 9, cy: 9, r: 6, fill: colour })) dot.setAttribute(name, value);
  made.append(dot);
  return made;
}

function textOf({ from, to, value, label }, language) {
  if (value !== undefined) return label ? `${label} (${value})` : value;
  const write = (number) => numberText(number, language, 6);
  if (from === null) return to === null ? '' : `< ${write(to)}`;
  return to === null ? `≥ ${write(from)}` : `${write(from)} – ${write(to)}`;
}
