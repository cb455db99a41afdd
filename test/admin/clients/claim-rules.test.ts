import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Administration, openAdministration } from '../../support/administration.js';
import { clientCalls } from '../../support/client-calls.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration();
});
afterAll(() => server.close());

const { create, update, created } = clientCalls(() => server);

describe('claimRules', () => {
  it('are stored in their order, and removed with null', async () => {
    const claimRules = [
      { claim: 'role', expression: '"admins" in groups ? "Admin" : null' },
      { claim: 'tenant', expression: '"family"' },
    ];
    const { id, client } = await created({ claimRules });
    expect(client).toMatchObject({ claimRules });
    expect((await update({ id, claimRules: null })).data.updateClient.client).toMatchObject({ claimRules: [] });
  });

  it.each([
    [
      'a mistake in the expression',
      { claim: 'role', expression: 'groups.\n  exist("a")' },
      'expression',
      /line 2, column/,
    ],
    ['a reserved claim', { claim: 'sub', expression: '"ada"' }, 'claim', /reserve/],
    ['a claim of access tokens of version 0.1', { claim: 'clientIncarnation', expression: '"a"' }, 'claim', /reserve/],
    ['a claim that confirms another one', { claim: 'email_verified', expression: 'true' }, 'claim', /_verified/],
    [
      'two levels of comprehension',
      { claim: 'a', expression: 'groups.map(g, groups.map(h, h))' },
      'expression',
      /line 1/,
    ],
    ['an expression that is too long', { claim: 'a', expression: `"${'a'.repeat(1000)}"` }, 'expression', /1000/],
  ])('are rejected with %s', async (_name, rule, member, message) => {
    const { errors } = await create({ redirectUris: ['https://a.example/cb'], claimRules: [rule] });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: `claimRules.0.${member}` });
    expect(errors?.[0]?.message).toMatch(message);
  });
});
