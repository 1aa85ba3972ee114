import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { fetchSource, isInside, type Source } from '../../src/connect/index.ts';

describe('addresses inside the network', () => {
  const cases = {
    inside: [
      '127.0.0.1', '127.9.9.9', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1',
      '0.0.0.0', '224.0.0.1', '255.255.255.255', '::1', '::', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1',
      '::ffff:127.0.0.1', '::ffff:10.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1',
    ],
    outside: ['8.8.8.8', '172.32.0.1', '203.162.0.1', '2001:ee0::1', '2606:4700::1111'],
  } as const; // prettier-ignore
  for (const address of cases.inside) test(`${address} is inside`, () => assert.equal(isInside(address), true));
  for (const address of cases.outside) test(`${address} is not`, () => assert.equal(isInside(address), false));
});

describe('fetching a source', () => {
  let server: Server;
  let port = 0;
  before(async () => {
    server = createServer((request, response) => {
      if (request.url === '/inside') response.writeHead(302, { location: `http://127.0.0.2:${port}/data.csv` }).end();
      else if (request.url === '/file') response.writeHead(302, { location: 'file:///etc/passwd' }).end();
      else if (request.url === '/loop') response.writeHead(302, { location: '/loop' }).end();
      else response.end('code\nA\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
    port = (server.address() as AddressInfo).port;
  });
  after(() => server.close());
  const open = (location: string, allowed: readonly string[] = []) =>
    fetchSource({ id: 'a', transport: 'http', location } as Source, allowed);
  const code = (expected: string) => (error: { code?: string }) => error.code === expected;

  for (const host of [
    '127.0.0.1',
    'localhost',
    '[::1]',
    '2130706433',
    '0x7f.1',
    '127.1',
    '0.0.0.0',
    '[::ffff:127.0.0.1]',
  ]) {
    test(`by ${host} is refused, and told how to allow it`, async () => {
      await assert.rejects(open(`http://${host}:${port}/data.csv`), code('address-inside'));
    });
  }

  test('from a host that the operator allows is done', async () => {
    const { name, stream } = await open(`http://127.0.0.1:${port}/data.csv`, ['127.0.0.1']);
    assert.equal(name, 'data.csv');
    assert.equal(Buffer.concat(await stream.toArray()).toString(), 'code\nA\n');
    assert.equal((await open(`http://localhost:${port}/data.csv`, [`localhost:${port}`])).name, 'data.csv');
  });

  test('that is redirected to another host inside is refused: allowed was only the first', async () => {
    await assert.rejects(open(`http://127.0.0.1:${port}/inside`, ['127.0.0.1']), code('address-inside'));
  });

  test('that is redirected to a file, or for ever, is refused', async () => {
    await assert.rejects(open(`http://127.0.0.1:${port}/file`, ['*']), code('address-not-reached'));
    await assert.rejects(open(`http://127.0.0.1:${port}/loop`, ['*']), code('address-not-reached'));
  });
});
