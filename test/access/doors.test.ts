import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mayManage } from '../../src/access/index.ts';
import {
  mayEnter,
  operatorCaller,
  publicCaller,
  type Access,
  type Caller,
  type Membership,
  type Role,
} from '../../src/kernel/index.ts';

const memberOf = (organisation: string, roles: Role[], runsNode = false): Membership => ({
  organisation,
  roles,
  runsNode,
});
const user = (...memberships: Membership[]): Caller => ({
  ...publicCaller,
  kind: 'user',
  id: 'user:1',
  via: 'session',
  memberships,
  mayWrite: true,
});

const callers = {
  public: publicCaller,
  operator: operatorCaller('token'),
  'a user without organisation': user(),
  'a steward': user(memberOf('H26.5', ['steward'])),
  'an administrator elsewhere': user(memberOf('H26.5', ['administrator'])),
  'an administrator of the node': user(memberOf('G01', ['administrator'], true)),
} as const;

const doors: [Access, (keyof typeof callers)[]][] = [
  ['public', Object.keys(callers) as (keyof typeof callers)[]],
  ['signed-in', Object.keys(callers).filter((name) => name !== 'public') as (keyof typeof callers)[]],
  [['steward'], ['operator', 'a steward']],
  [
    ['auditor', 'steward'],
    ['operator', 'a steward'],
  ],
  [['administrator'], ['operator', 'an administrator elsewhere', 'an administrator of the node']],
  ['node-administrator', ['operator', 'an administrator of the node']],
  ['operator', ['operator']],
];

describe('who may come in', () => {
  for (const [access, allowed] of doors) {
    test(`by the door ${JSON.stringify(access)}`, () => {
      const entering = Object.entries(callers).filter(([, caller]) => mayEnter(caller, access));
      assert.deepEqual(
        entering.map(([name]) => name),
        Object.keys(callers).filter((name) => allowed.some((one) => one === name)),
      );
    });
  }
});

describe('who looks after what an organisation owns', () => {
  test('its stewards and the operator, nobody else, and stewards of others neither', () => {
    const managers = Object.entries(callers).filter(([, caller]) => mayManage(caller, 'H26.5'));
    assert.deepEqual(
      managers.map(([name]) => name),
      ['operator', 'a steward'],
    );
    assert.equal(mayManage(callers['a steward'], 'H26'), false);
  });
});
