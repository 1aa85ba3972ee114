import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createPortal } from '../../src/portal/index.ts';
import { base, publicCaller, samples } from './samples.ts';

const portal = createPortal({ version: '0' });
const sample = samples.find(({ name }) => name === 'account')!;
const data = sample.data as { sessions: readonly object[] };

/** The first cell of the row of a session with this `User-Agent`. */
function nameOf(agent: string): string {
  const sessions = [{ ...data.sessions[0], agent }];
  const html = portal.pages.render(sample.resource, { ...data, sessions }, {
    language: 'vi',
    url: new URL('/account', base),
    base,
    caller: publicCaller,
    problem: null,
    refused: null,
  }); // prettier-ignore
  const [row] = /<th role="rowheader"(?:(?!<\/th>).)*<\/th>(?=(?:(?!<\/tr>).)*203\.113)/s.exec(html)!;
  return row.replace(/<[^>]*>/g, '');
}

describe('the list of sessions names a device as people do', () => {
  const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
  for (const [agent, name] of [
    [`Mozilla/5.0 (Linux; Android 14; SM-A155F) ${webkit} Chrome/130.0 Mobile Safari/537.36`, 'Chrome, Android'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/130.0 Safari/537.36 Edg/130.0`, 'Edge, Windows'],
    [`Mozilla/5.0 (Windows NT 10.0) ${webkit} coc_coc_browser/130.0 Chrome/124.0 Safari/537.36`, 'Cốc Cốc, Windows'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1', 'Safari, iPhone'], // prettier-ignore
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Linux'],
    ['curl/8.5.0', 'curl/8.5.0'],
    ['', '–'],
  ] as const) {
    test(`${name} for “${agent.slice(0, 60)}”`, () => assert.equal(nameOf(agent), name));
  }
});
