import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { systemCaller } from '../../../src/admin/caller-authentication.js';
import { updateClient } from '../../../src/admin/clients/client-update.js';
import { previewClaimRules } from '../../../src/admin/explain/claim-rules-preview.js';
import type { ClaimRule } from '../../../src/model/clients/claim-rule.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { JsonObject } from '../../../src/model/json.js';
import type { Group } from '../../../src/model/people/group.js';
import type { User } from '../../../src/model/people/user.js';
import { basicHeader, codeFor, codeForm, requestToken } from '../../support/authorization.js';
import { makeClient, makeGroup, makeUser, signInAs } from '../../support/fixtures.js';
import { openWorld, type World } from '../../support/world.js';

const SCOPES = ['openid', 'profile', 'email', 'groups'];

let world: World;
let user: User;
let staff: Group;
beforeAll(async () => {
  world = await openWorld();
  user = await makeUser(world.deps, { username: 'grace', usernameKey: 'grace', passkeyIds: ['passkey'] });
  staff = await makeGroup(world.deps, 'Staff', [user]);
});
afterAll(() => world.deps.store.close());

const application = (changes: Partial<Client> = {}) =>
  makeClient(world.deps, world.issuer, { scopes: SCOPES, accessTokenFormat: 'JWT', ...changes });

function preview(client: Client, rules: Readonly<Record<string, string>>, scope?: string) {
  return previewClaimRules(world.deps, systemCaller, {
    clientId: client.id,
    userId: user.id,
    claimRules: toRules(rules),
    scope,
  });
}

function toRules(rules: Readonly<Record<string, string>>): ClaimRule[] {
  return Object.entries(rules).map(([claim, expression]) => ({ claim, expression }));
}

describe('previewClaimRules', () => {
  it('shows the claims that the tokens have once the rules are saved', async () => {
    const { client, secret } = await application({ claimRules: [{ claim: 'tenant', expression: '"old"' }] });
    const rules = {
      role: `"${staff.id}" in groups ? "Admin" : "Viewer"`,
      preferred_username: 'user.preferred_username + "@home"',
      email: 'null',
    };
    const { mistakes, failures, claims, previews } = await preview(client, rules);
    expect([mistakes, failures]).toEqual([[], []]);
    expect(claims).toEqual({ role: 'Admin', preferred_username: 'grace@home' });
    expect((await world.deps.store.clients.find(client.id))?.claimRules).toEqual(client.claimRules);

    await updateClient(world.deps, systemCaller, { id: client.id, claimRules: toRules(rules) });
    const { cookie } = await signInAs(world.deps, user);
    const code = await codeFor(world.deps, world.issuer, client, cookie, { scope: SCOPES.join(' ') });
    const form = codeForm(client, code);
    const tokens = await requestToken(world.deps, world.issuer, form, basicHeader(client, secret));
    const { id_token, access_token } = tokens as Record<string, string>;
    for (const [place, token] of [
      ['ID_TOKEN', id_token],
      ['ACCESS_TOKEN', access_token],
    ] as const) {
      const shown = previews.find((one) => one.place === place);
      const real = decodeJwt(token ?? '') as JsonObject;
      const fixed = Object.entries(real).filter(([name]) => !shown?.atIssue.includes(name));
      expect([place, shown?.claims]).toEqual([place, Object.fromEntries(fixed)]);
      expect(real).toMatchObject({ role: 'Admin' });
    }
  });

  it('names every mistake with its position, in the words of the error that saving causes', async () => {
    const { client } = await application();
    const rules = { role: '"a" +\n  matches("x")', sub: '"x"', team: '"ok"', quota: 'groups.size(' };
    const { mistakes, claims, previews, steps, maxSteps } = await preview(client, rules);
    expect(mistakes).toEqual([
      {
        rule: 0,
        line: 2,
        column: 3,
        message: expect.stringMatching(/^claimRules\.0\.expression has a mistake in line 2/),
      },
      { rule: 1, line: undefined, column: undefined, message: expect.stringMatching(/^claimRules\.1\.claim /) },
      { rule: 3, line: 1, column: expect.any(Number), message: expect.stringContaining('line 1') },
    ]);
    expect([claims, previews, steps, maxSteps > 0]).toEqual([{}, [], 0, true]);
    const saved = updateClient(world.deps, systemCaller, { id: client.id, claimRules: toRules(rules) });
    await expect(saved).rejects.toMatchObject({ message: mistakes[0]?.message });
  });

  it('refuses rules that are too expensive before they run', async () => {
    const { client } = await application();
    const { mistakes, steps } = await preview(client, {
      slow: 'groups.all(g, g in groups) && groups.all(g, g in groups)',
    });
    expect(mistakes).toMatchObject([{ rule: 0, message: expect.stringContaining('can take') }]);
    expect(steps).toBe(0);
    await expect(
      preview(client, Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`c${index}`, '1']))),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT', field: 'claimRules' });
  });

  it('names the rules that fail for the user, without values', async () => {
    const { client } = await application();
    const { failures, claims, previews } = await preview(client, { role: '"Admin"', name: '\n user.name.nickname' });
    expect(failures).toEqual([{ rule: 1, line: 2, column: expect.any(Number), message: expect.any(String) }]);
    expect(JSON.stringify(failures)).not.toContain('Lovelace');
    expect(claims).toEqual({ role: 'Admin' });
    expect(previews[0]?.claims).not.toHaveProperty('name');
    expect(previews[0]?.notes).toEqual([expect.stringContaining('The claim name is missing.')]);
  });

  it('counts the steps, which never exceed the most that the rules can take', async () => {
    const { client } = await application();
    const few = await preview(client, { one: '1' });
    expect([few.steps, few.maxSteps]).toEqual([1, 1]);
    const many = await preview(client, { one: '1', hit: 'groups.exists(g, g.startsWith("x"))' });
    expect(many.steps).toBeGreaterThan(few.steps);
    expect(many.maxSteps).toBeGreaterThan(many.steps);
    expect(many.maxSteps).toBeLessThanOrEqual(100_000);
  });

  it('lets the rules see only what the granted scopes release', async () => {
    const { client } = await application();
    const rules = { mail: 'user.email', count: 'groups.size()', hasMail: 'has(user.email)' };
    const all = await preview(client, rules);
    expect(all.claims).toEqual({ mail: 'ada@example.org', count: 1, hasMail: true });
    const some = await preview(client, rules, 'openid profile unknown');
    expect([some.claims, some.failures.map(({ rule }) => rule)]).toEqual([{ hasMail: false }, [0, 1]]);
    expect(some.scopes.map(({ scope, granted }) => [scope, granted])).toEqual([
      ['openid', true],
      ['profile', true],
      ['unknown', false],
    ]);
  });

  it('shows the rules of an application behind forward auth', async () => {
    const { client } = await application({
      scopes: ['openid'],
      integrations: ['FORWARD_AUTH'],
      forwardAuth: { hosts: ['wiki.example'], rules: [], userHeader: 'USERNAME' },
    });
    const { claims, previews } = await preview(client, { preferred_username: 'user.email' });
    expect(claims).toEqual({ preferred_username: 'ada@example.org' });
    expect(previews).toMatchObject([{ place: 'FORWARD_AUTH', claims: { 'Remote-User': 'ada@example.org' } }]);
  });
});
