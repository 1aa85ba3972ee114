import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { onEmbeddedNode } from '../pipeline/node-under-test.ts';

interface Sent {
  readonly encoding: string | undefined;
  readonly vary: string | undefined;
  readonly bytes: Buffer;
}

onEmbeddedNode('what a browser is sent', (node) => {
  const get = (path: string, accepted: string): Promise<Sent> =>
    new Promise((resolve, reject) => {
      const headers = { accept: 'text/html, */*;q=0.1', 'accept-encoding': accepted };
      const sent = request(new URL(path, node.url()), { headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.once('end', () => {
          const { 'content-encoding': encoding, vary } = answer.headers;
          resolve({ encoding, vary, bytes: Buffer.concat(parts) });
        });
      });
      sent.once('error', reject);
      sent.end();
    });

  test('a page, its style sheet and its script come packed with Brotli where the browser takes it, and say so', async () => {
    const { bytes } = await get('/', 'identity');
    const files = [...bytes.toString().matchAll(/(?:href|src)="(\/assets\/portal[^"]+)"/g)].map((found) => found[1]!);
    assert.equal(files.length, 2);
    for (const path of ['/datasets', ...files]) {
      const [plain, packed] = [await get(path, 'identity'), await get(path, 'gzip, br')];
      assert.deepEqual([plain.encoding, packed.encoding], [undefined, 'br'], path);
      assert.match(packed.vary ?? '', /accept-encoding/i);
      assert.equal(brotliDecompressSync(packed.bytes).toString(), plain.bytes.toString());
      const gzipped = await get(path, 'gzip');
      assert.equal(gzipped.encoding, 'gzip');
      assert.equal(gunzipSync(gzipped.bytes).toString(), plain.bytes.toString());
      assert.ok(packed.bytes.length < gzipped.bytes.length, path);
    }
  });

  test('fonts are packed already, and come as they are', async () => {
    const { bytes } = await get('/', 'identity');
    const font = /href="(\/assets\/[^"]+\.woff2)"/.exec(bytes.toString())![1]!;
    assert.equal((await get(font, 'gzip, br')).encoding, undefined);
  });
});
