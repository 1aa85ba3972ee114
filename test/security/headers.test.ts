import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvCell } from '../../src/kernel/index.ts';
import { onEmbeddedNode } from '../pipeline/node-under-test.ts';

onEmbeddedNode('security headers', (node) => {
  /** Every page that has no parameter in its address, and one of an error. */
  const pages = () => [
    ...node
      .routes()
      .filter(({ method, path, internal }) => method === 'GET' && !path.includes('{') && !internal)
      .map(({ path }) => path)
      .filter((path) => path !== '/backup' && path !== '/metrics'),
    '/no-such-page',
  ];
  const ask = (path: string, headers: Record<string, string>) =>
    fetch(`${node.url()}${path}`, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' });

  test('stand on every page, for strangers and for the operator, also where it refuses', async () => {
    assert.ok(pages().length > 15);
    for (const path of pages()) {
      for (const headers of [{}, { authorization: `Bearer ${node.token()}` }] as Record<string, string>[]) {
        const answer = await ask(path, headers);
        await answer.text();
        const policy = answer.headers.get('content-security-policy') ?? '';
        assert.match(policy, /default-src 'self'/, path);
        assert.match(policy, /frame-ancestors 'none'/, path);
        assert.doesNotMatch(policy, /unsafe-|\*/, path);
        assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', path);
        assert.equal(answer.headers.get('referrer-policy'), 'same-origin', path);
      }
    }
  });

  test('forbid what no page holds: scripts, styles and handlers written into it', async () => {
    for (const path of pages()) {
      const answer = await ask(path, { authorization: `Bearer ${node.token()}` });
      const text = await answer.text();
      if (!answer.headers.get('content-type')?.includes('text/html')) continue;
      assert.doesNotMatch(text, /<script(?![^>]*\ssrc=)/i, path);
      assert.doesNotMatch(text, /<[a-z][^>]*\s(?:on[a-z]+|style)=/i, path);
      assert.doesNotMatch(text, /(?:src|href)="(?:https?:)?\/\/(?!localhost|127\.0\.0\.1)[^"]*\.(?:js|css)"/i, path);
    }
  });
});

test('a cell of CSV that a spreadsheet would run becomes text; numbers stay numbers', () => {
  const cells = [
    ['=1+1', "'=1+1"],
    ['+84 24 3', "'+84 24 3"],
    ['-cmd|x', "'-cmd|x"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', "'\tx"],
    ['\rx', '"\'\rx"'],
    ['＝1+1', "'＝1+1"],
    ['-12.5', '-12.5'],
    ['+3e-4', '+3e-4'],
    [-12.5, '-12.5'],
    ['a=b', 'a=b'],
    [null, ''],
    ['say "x", y', '"say ""x"", y"'],
  ] as const;
  for (const [value, text] of cells) assert.equal(csvCell(value), text);
});
