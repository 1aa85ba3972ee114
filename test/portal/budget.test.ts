import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';
import type { ApiRequest } from '../../src/kernel/index.ts';
import { createPortal } from '../../src/portal/index.ts';
import { base, refusedOf, samples } from './samples.ts';

/** Bytes with Brotli: a page with style sheet and script before its islands, and its fonts apart. */
const budgets = { page: 60_000, fonts: 80_000 };
/** As a page is packed that is made anew for each request. */
const quality = 4;

const portal = createPortal({ version: '0.1.0', clock: { now: () => new Date('2026-11-22T02:00:00Z') } });
const packed = (body: string | Buffer): number =>
  brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }).length;

async function asset(address: string): Promise<Buffer> {
  const [route] = portal.routes;
  const url = new URL(address, base);
  const answer = await route!.handle({
    params: { file: url.pathname.split('/').at(-1)! },
    header: () => undefined,
    url,
  } as unknown as ApiRequest);
  return Buffer.from((answer as { body: Buffer }).body);
}

const filesOf = (html: string): string[] =>
  [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"|<script type="module" src="([^"]+)"/g)].map(
    (found) => (found[1] ?? found[2])!,
  );

describe('the budget of a page', () => {
  const shared = new Map<string, number>();
  for (const sample of samples) {
    test(`${sample.name}: HTML, style sheet and script come to ${budgets.page / 1_000} KB at most`, async () => {
      const { resource, data, path, caller, problem = null } = sample;
      const url = new URL(path, base);
      const html = portal.pages.render(resource, data, { language: 'vi', url, base, caller, problem, refused: refusedOf(sample) }); // prettier-ignore
      const files = filesOf(html);
      assert.equal(files.length, 2, 'one style sheet, one script');
      let bytes = packed(html);
      for (const file of files) {
        if (!shared.has(file)) shared.set(file, packed(await asset(file)));
        bytes += shared.get(file)!;
      }
      assert.ok(bytes <= budgets.page, `${bytes} bytes`);
    });
  }

  test(`the fonts of any page come to ${budgets.fonts / 1_000} KB at most`, async () => {
    const html = portal.pages.render(samples[0]!.resource, samples[0]!.data, { language: 'vi', url: new URL(base), base, caller: samples[0]!.caller, problem: null, refused: null }); // prettier-ignore
    const css = (await asset(filesOf(html).find((file) => file.endsWith('.css'))!)).toString();
    const fonts = [...css.matchAll(/url\((\/assets\/[^)]+\.woff2)\)/g)].map((found) => found[1]!);
    assert.ok(fonts.length >= 4);
    let bytes = 0;
    for (const font of fonts) bytes += (await asset(font)).length;
    assert.ok(bytes > 20_000 && bytes <= budgets.fonts, `${bytes} bytes`);
  });
});
