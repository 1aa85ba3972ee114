import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { csv, deliver, post, type Json } from '../pipeline/steward.ts';
import { onAccessNodes, setUpNode, type AccessNode } from './access-node.ts';
import { callers, levels, rows, rules, type CallerName, type Level, type Outcome, type Row } from './matrix-rows.ts';
import type { Visitor } from './visitor.ts';

const [owner, other] = ['H26.5', 'H26.6'];
const wells = csv(['code', 'depth', 'longitude', 'latitude'], [['A', 1, 105.8, 21], ['B', 2, 105.9, 21]]); // prettier-ignore
const refusals = [401, 403, 404, 409];
const allRows = Object.entries(rows).flatMap(([route, row]) => [row].flat().map((each) => [route, each] as const));

/** Reads before writes, so that what is read is as it was made. */
const inOrder = [...allRows.filter(([route]) => route.startsWith('GET')), ...allRows.filter(([route]) => !route.startsWith('GET'))]; // prettier-ignore

onAccessNodes('the table of rights, cell by cell', (node) => {
  const bearers = new Map<CallerName, string>();
  const places = new Map<Level | 'writing', Record<string, string>>();
  let administrator: Visitor;

  before(async () => {
    administrator = await setUpNode(node, 'H26');
    const place = { url: () => node.url(), token: () => node.node().operatorToken };
    for (const code of [owner, other]) await made(post(place, '/organisations', { code, name: `Sở ${code}` }));
    for (const id of [...levels, 'writing'] as const) {
      await node.call(`/sources/${id}`, { method: 'PUT', bearer: place.token(), body: { transport: 'upload', owner } });
      const openness = id === 'writing' ? 'open' : id;
      const run = await deliver(place, id, wells, { key: ['code'], openness });
      const grant = await made(
        post(place, `/datasets/${id}/grants`, {
          ...{ grantee: 'user:nobody', actions: ['know'], purpose: 'thử', legalBasis: 'thử' },
        }),
      );
      // A dataset is a network of stations too, under one id.
      await made(post(place, '/networks', { id, title: id }));
      places.set(id, { id, delivery: String(run.delivery), run: String(run.id), grant: String(grant['id']) });
    }
    await makeCallers(node, bearers);
  });

  for (const level of levels) {
    describe(`${level} data`, () => {
      for (const [route, row] of inOrder) {
        // What does not speak of this level's data is the same on every sheet.
        if (level !== levels[0] && !/\{[LDRG]\}/.test(row.path)) continue;
        test(`${route}${row.path.includes('?') ? ` (${row.path})` : ''}`, async () => {
          for (const caller of callers) {
            if (row.except?.includes(caller)) continue;
            const expected = rules[row.rule](caller, level);
            const status = await ask(caller, level, route, row);
            assert.equal(outcomeOf(status, expected, row.missing), expected, `${caller}, ${level}: ${status}`);
          }
        });
      }
    });
  }

  async function ask(caller: CallerName, level: Level, route: string, row: Row): Promise<number> {
    const [method = 'GET'] = route.split(' ');
    const here = places.get(level)!;
    const writing = places.get('writing')!;
    const path = row.path
      .replace('{A}', owner!)
      .replace('{O}', other!)
      .replace('{L}', here['id']!)
      .replace('{D}', here['delivery']!)
      .replace('{R}', here['run']!)
      .replace('{G}', here['grant']!)
      .replace('{WD}', writing['delivery']!)
      .replace('{WR}', writing['run']!)
      .replace('{WG}', writing['grant']!)
      .replace('{W}', writing['id']!);
    if (caller === 'N administrator and steward') return administrator.ask(method, path, row.body);
    const bearer = bearers.get(caller);
    const isUpload = /\/(deliveries|files|observations)$/.test(path);
    const response = await fetch(new URL(path, node.url()), {
      method,
      redirect: 'manual',
      headers: {
        accept: path.includes('f=') ? '*/*' : 'application/json',
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...(isUpload ? { 'content-type': 'application/octet-stream' } : {}),
        ...(row.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(isUpload ? { body: wells } : row.body === undefined ? {} : { body: JSON.stringify(row.body) }),
    });
    await response.body?.cancel();
    return response.status;
  }
});

/** `in` where the answer is no refusal of this table; a conflict with the state of an object is behind the door. */
function outcomeOf(status: number, expected: Outcome, isMissing = false): Outcome {
  if (status === 404 && expected === 'in' && isMissing) return 'in';
  if (status === 409 && expected === 'in') return 'in';
  return refusals.includes(status) ? (status as Outcome) : 'in';
}

async function made(answer: Promise<{ status: number; text: string; body: Json }>): Promise<Json> {
  const { status, text, body } = await answer;
  assert.equal(status, 201, text);
  return body;
}

async function makeCallers(node: AccessNode, bearers: Map<CallerName, string>): Promise<void> {
  const operator = node.node().operatorToken;
  bearers.set('operator', operator);
  const key = async (organisation: string, role: string, mayWrite: boolean) => {
    const answer = await node.call(`/organisations/${organisation}/keys`, {
      method: 'POST',
      bearer: operator,
      body: { name: `${role} ${mayWrite}`, roles: [role], mayWrite },
    });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    return { secret: String(answer.body['secret']), id: String(answer.body['id']) };
  };
  const of: Record<string, string> = { A: owner!, B: other!, N: 'H26' };
  for (const caller of callers) {
    const [, organisation, role] = /^([ABN]) (steward|officer|auditor|viewer)(?:$|,)/.exec(caller) ?? [];
    if (organisation === undefined || role === undefined) continue;
    bearers.set(caller, (await key(of[organisation]!, role, !caller.includes('reading only'))).secret);
  }
  const ended = await key(owner!, 'steward', true);
  const end = { method: 'POST', bearer: operator };
  assert.equal((await node.call(`/organisations/${owner}/keys/${ended.id}/end`, end)).status, 303);
  bearers.set('a key that has ended', ended.secret);
}
