import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { test } from 'node:test';
import { readConfig } from '../../src/kernel/index.ts';
import { startNode } from '../../src/node.ts';
import { temporaryFolder } from '../kernel/engines.ts';
import { quietLog } from '../support/quiet-log.ts';
import { StaService, station } from './sta-service.ts';

const key = 'LIENTHONG_NEW_NETWORK_OPENNESS';

test('the operator says how open a network is that the first write makes', async () => {
  const folder = temporaryFolder();
  const settings = { LIENTHONG_DATA: folder, LIENTHONG_PORT: '0', LIENTHONG_LOG_LEVEL: 'error', [key]: 'open' };
  const node = await startNode(readConfig(settings), { log: quietLog });
  try {
    const place = { url: () => node.url, token: () => node.operatorToken };
    await new StaService(place).create('/Things', station('mở'));
    const seen = await new StaService(place, null).values('/Things');
    assert.deepEqual(
      seen.map(({ name }) => name),
      ['mở'],
    );
  } finally {
    await node.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('and is told when that is none of the levels', () => {
  assert.throws(() => readConfig({ [key]: 'ajar' }), new RegExp(key));
});
