import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { sql } from '../../src/kernel/index.ts';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { asOperator, asPublic, post } from '../pipeline/steward.ts';

onBothNodes('Approval and adjustment', (node) => {
  let series: number;
  const at = (minute: number): string => new Date(Date.UTC(2026, 3, 1, 0, minute)).toISOString();

  before(async () => {
    const network = { id: 'duyet', title: 'Duyệt', openness: 'open', shownLayer: 'approved' };
    assert.equal((await post(node, '/networks', network)).status, 201);
    const rows = [10, 20, 30, 40].map((value, i) => `T1,COD,mg/L,${at(i * 5)},${value}`);
    const pushed = await fetch(new URL('/networks/duyet/observations', node.url()), {
      method: 'POST',
      headers: { authorization: `Bearer ${node.token()}`, 'content-type': 'text/csv' },
      body: `station,parameter,unit,time,value\n${rows.join('\n')}\n`,
    });
    assert.equal(pushed.status, 201);
    const [row] = await node.db().query<{ id: number }>(sql`select id from datastream where network = 'duyet'`);
    series = row!.id;
  });
  const seen = async (by: typeof asPublic | typeof asOperator): Promise<(number | null)[]> => {
    const { body, text } = await by(node, `/sta/v1.1/Datastreams(${series})/Observations`);
    const entities = body['value'] as { phenomenonTime: string; result: number | null }[] | undefined;
    assert.ok(entities, text);
    return entities.toSorted((a, b) => (a.phenomenonTime < b.phenomenonTime ? -1 : 1)).map(({ result }) => result);
  };
  const step = (id: number, name: string) => post(node, `/networks/duyet/adjustments/${id}/${name}`, {});
  const slip = async (body: object): Promise<number> => {
    const {
      status,
      body: made,
      text,
    } = await post(node, '/networks/duyet/adjustments', {
      ...{ series, from: at(0), to: at(5), reason: 'Đầu đo lệch' },
      ...body,
    });
    assert.equal(status, 201, text);
    return Number(made['id']);
  };

  test('the public sees what is approved, those who look after the network see everything', async () => {
    assert.deepEqual(await seen(asPublic), []);
    const { body } = await post(node, '/networks/duyet/approvals', { from: at(0), to: at(10) });
    assert.equal(body['changed'], 3);
    assert.deepEqual(await seen(asPublic), [10, 20, 30]);
    assert.deepEqual(await seen(asOperator), [10, 20, 30, 40]);
    await post(node, '/networks/duyet/approvals', { from: at(10), to: at(10), approval: 'open' });
    assert.deepEqual(await seen(asPublic), [10, 20]);
  });

  test('an accepted slip shifts its span, keeps what was, and cancelled gives it back', async () => {
    const id = await slip({ action: 'shift', factor: 2, offset: 1 });
    assert.deepEqual(await seen(asOperator), [10, 20, 30, 40], 'a draft changes nothing');
    assert.equal((await step(id, 'accept')).status, 409, 'a draft is not waiting for a decision');
    assert.equal((await step(id, 'submit')).status, 200);
    const accepted = await step(id, 'accept');
    assert.deepEqual([accepted.body['state'], accepted.body['changed']], ['accepted', 2], accepted.text);
    assert.deepEqual(await seen(asOperator), [21, 41, 30, 40]);
    const cancelled = await step(id, 'cancel');
    assert.deepEqual(await seen(asOperator), [10, 20, 30, 40]);
    assert.deepEqual(
      (cancelled.body['history'] as { state: string }[]).map(({ state }) => state),
      ['draft', 'waiting', 'accepted', 'cancelled'],
    );
  });

  test('a blanked span is missing and not shown as measured; restoring brings the original back', async () => {
    const blank = await slip({ action: 'blank', from: at(0), to: at(0) });
    await step(blank, 'submit');
    await step(blank, 'accept');
    assert.deepEqual(await seen(asOperator), [null, 20, 30, 40]);
    assert.deepEqual(await seen(asPublic), [20]);
    const restore = await slip({ action: 'restore', from: at(0), to: at(0) });
    await step(restore, 'submit');
    await step(restore, 'accept');
    assert.deepEqual(await seen(asPublic), [10, 20]);
  });

  test('a slip that does not say what to do, or of a series of others, is refused', async () => {
    const wrong = { series, from: at(0), to: at(5), action: 'shift', reason: 'x' };
    assert.equal((await post(node, '/networks/duyet/adjustments', wrong)).status, 422);
    const other = { ...wrong, series: 99_999, offset: 1 };
    assert.equal((await post(node, '/networks/duyet/adjustments', other)).status, 422);
    const rejected = await slip({ action: 'flag', flag: 4 });
    await step(rejected, 'submit');
    assert.equal((await step(rejected, 'reject')).body['state'], 'rejected');
    assert.equal((await step(rejected, 'cancel')).status, 409);
  });
});
