import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { onBothNodes } from '../pipeline/node-under-test.ts';
import { asOperator, post, type Json } from '../pipeline/steward.ts';
import { until } from '../support/wait.ts';
import { location, StaService, station } from './sta-service.ts';

/** A single post is let in by what the node knows from the post before, if that is still so when it is stored. */
onBothNodes('Single observations of a sender that the node knows', (node) => {
  const sta = new StaService(node, undefined, '/networks/song/sta/v1.1');
  let bearer = '';
  let grant = '';
  let thing = 0;
  let series = 0;
  let minute = 0;

  before(async () => {
    await post(node, '/networks', { id: 'song', title: 'Sông', openness: 'closed' });
    thing = await sta.create('/Things', station('Cầu Phùng'));
    series = Number((await sta.values(`/Things(${thing})/Datastreams`))[0]!['@iot.id']);
    await post(node, '/organisations', { code: 'H26.7', name: 'Sở khác' });
    const key = await post(node, '/organisations/H26.7/keys', { name: 'Máy', roles: ['steward'], mayWrite: true });
    bearer = String(key.body['secret']);
    const words = { purpose: 'Vận hành trạm', legalBasis: 'Hợp đồng 02/2026' };
    const manages = { grantee: `client:${String(key.body['id'])}`, actions: ['manage', 'write', 'read'], ...words };
    const made = await post(node, '/datasets/song/grants', manages);
    assert.equal(made.status, 201, made.text);
    grant = String(made.body['id']);
    // The first one makes the feature of interest.
    assert.equal((await send(node.token())).status, 201);
  });

  const next = (): Json => ({
    phenomenonTime: new Date(Date.UTC(2026, 3, 1) + minute++ * 60_000).toISOString(),
    result: 1,
  });
  const send = (by = bearer, body = next(), of = series) =>
    new StaService(node, by).send('POST', `/Datastreams(${of})/Observations`, body);
  const featureOf = async (observation: string | null): Promise<unknown> =>
    (await sta.get(`${observation!.slice(sta.root.length)}/FeatureOfInterest`))['@iot.id'];
  const inSong = (address: string | null): string => `${sta.root}${address!.slice(new StaService(node).root.length)}`;

  test('are stored, and each is entered once in the audit log, with sender and digest of the body', async () => {
    const bodies = [next(), next(), next()];
    for (const body of bodies) assert.equal((await send(bearer, body)).status, 201);
    const entered = async (): Promise<Json[]> => {
      const { body } = await asOperator(node, '/audit?action=create&limit=20');
      const own = (body['entries'] as Json[]).filter(({ target }) => String(target).includes(`(${series})/Observ`));
      return own.filter(({ who }) => String(who).startsWith('client:'));
    };
    // The log is sealed behind the requests.
    await until(async () => (await entered()).length >= 3);
    const byKey = await entered();
    assert.equal(byKey.length, 3, JSON.stringify(byKey));
    assert.deepEqual(
      [...new Set(byKey.map((entry) => JSON.stringify([entry['outcome'], entry['resources']])))],
      [JSON.stringify(['done', ['song']])],
    );
    assert.equal(new Set(byKey.map(({ digest }) => digest)).size, 3);
    assert.equal(new Set(byKey.map(({ request }) => request)).size, 3);
  });

  test('of many at the same time are all stored, each with an id of its own', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, (_, i) => send(i % 2 === 0 ? bearer : node.token())));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201]);
    assert.equal(new Set(answers.map(({ headers }) => headers.get('location'))).size, 30);
  });

  test('that are the first of their place, many at the same time, make one feature of interest', async () => {
    const place = station('Cầu Mới');
    const own = await sta.create('/Things', place);
    const stream = Number((await sta.values(`/Things(${own})/Datastreams`))[0]!['@iot.id']);
    const before = (await sta.values('/FeaturesOfInterest?$top=1000')).length;
    const answers = await Promise.all(Array.from({ length: 12 }, () => send(node.token(), next(), stream)));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201]);
    const features = await Promise.all(answers.map(({ headers }) => featureOf(inSong(headers.get('location')))));
    assert.equal(new Set(features).size, 1);
    assert.equal((await sta.values('/FeaturesOfInterest?$top=1000')).length, before + 1);
  });

  test('are of the new place once the thing has moved', async () => {
    const earlier = await featureOf(inSong((await send()).headers.get('location')));
    const moved = await sta.send('POST', `/Things(${thing})/Locations`, location('Cầu Diễn', 105.76, 21.04));
    assert.equal(moved.status, 201, moved.text);
    const later = await featureOf(inSong((await send()).headers.get('location')));
    assert.notEqual(later, earlier);
  });

  test('are refused from the moment on when the grant has ended', async () => {
    assert.equal((await send()).status, 201);
    assert.equal((await post(node, `/grants/${grant}/end`)).status, 303);
    assert.equal((await send()).status, 404);
    assert.equal((await send(node.token())).status, 201);
  });

  test('are refused when the datastream is gone', async () => {
    assert.equal((await sta.send('DELETE', `/Datastreams(${series})`)).status, 200);
    assert.equal((await send(node.token())).status, 404);
  });
});
