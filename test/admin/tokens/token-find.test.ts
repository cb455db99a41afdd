import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Deps } from '../../../src/model/deps.js';
import { type Administration, openAdministration } from '../../support/administration.js';
import { makeClient, makeIssuer, makeUser, signInAs } from '../../support/fixtures.js';
import { tokenCalls } from '../../support/token-calls.js';

let server: Administration;
let deps: Deps;
beforeAll(async () => {
  server = await openAdministration();
  deps = server.deps;
});
afterAll(() => server.close());

const { tokensFor, introspect, isActive, signedIn, grantsOf } = tokenCalls(() => server);

describe('introspectToken', () => {
  it('returns the contents of an opaque access token', async () => {
    const { user, client, session, tokens } = await signedIn();
    expect(await introspect(tokens.access)).toMatchObject({
      active: true,
      tokenType: 'access_token',
      scope: 'openid offline_access',
      clientId: client.id,
      client: { name: 'Wiki' },
      userId: user.id,
      user: { username: user.username },
      issuerId: 'default',
      issuer: { url: 'http://localhost:3000' },
      audience: ['http://localhost:3000'],
      issuedAt: server.clock.now().toISOString(),
      expiresAt: new Date(server.clock.now().getTime() + 300_000).toISOString(),
      sessionId: session.id,
      claims: null,
    });
    expect(await grantsOf(`userId: "${user.id}"`)).toEqual([(await introspect(tokens.access)).grantId]);
  });

  it('returns the claims of a JWT access token', async () => {
    const { user, client, tokens } = await signedIn({ accessTokenFormat: 'JWT' });
    const answer = await introspect(tokens.access);
    expect(answer).toMatchObject({ active: true, tokenType: 'access_token', clientId: client.id, userId: user.id });
    expect(answer.claims).toMatchObject({ sub: user.id, client_id: client.id, grantId: answer.grantId });
  });

  it('returns the contents of a refresh token', async () => {
    const { user, tokens } = await signedIn();
    expect(await introspect(tokens.refresh)).toMatchObject({
      active: true,
      tokenType: 'refresh_token',
      userId: user.id,
    });
  });

  it.each(['RS256', 'HS256'] as const)('returns the claims of an ID token signed with %s', async (alg) => {
    const { user, client, session, tokens } = await signedIn({ id_token_signed_response_alg: alg });
    expect(await introspect(tokens.id)).toMatchObject({
      active: true,
      tokenType: 'id_token',
      clientId: client.id,
      userId: user.id,
      sessionId: session.id,
      audience: [client.id],
      claims: { sub: user.id, aud: client.id },
    });
  });

  it('finds the user of a pairwise subject', async () => {
    const { user, tokens } = await signedIn({ subject_type: 'pairwise' });
    const answer = await introspect(tokens.id);
    expect(answer.userId).toBe(user.id);
    expect(answer.claims.sub).not.toBe(user.id);
  });

  it('finds tokens of every issuer', async () => {
    const other = await makeIssuer(deps, 'other');
    const { client, secret } = await makeClient(deps, other, { accessTokenFormat: 'JWT' });
    const { cookie } = await signInAs(deps, await makeUser(deps));
    const tokens = await tokensFor({ client, secret, cookie, issuer: other });
    for (const token of [tokens.access, tokens.refresh, tokens.id]) {
      expect(await introspect(token)).toMatchObject({ active: true, issuerId: 'other' });
    }
  });

  it.each(['', 'nothing', 'a.b', `x.${'a'.repeat(43)}`, 'e30.e30.e30', `${'a'.repeat(10_000)}`])(
    'says of %j only that it does not count',
    async (token) => {
      const { active, ...rest } = await introspect(token);
      expect(active).toBe(false);
      expect(Object.values(rest).every((value) => value === null)).toBe(true);
    },
  );

  it('returns inactive for a changed token and an expired token', async () => {
    const { tokens } = await signedIn({ accessTokenFormat: 'JWT' });
    for (const token of [tokens.access, tokens.refresh, tokens.id]) {
      const last = token.at(-3) === 'A' ? 'B' : 'A';
      expect(await isActive(`${token.slice(0, -3)}${last}${token.slice(-2)}`)).toBe(false);
    }
    server.clock.advance(300);
    expect(await isActive(tokens.access)).toBe(false);
    expect(await isActive(tokens.id)).toBe(true);
    server.clock.advance(3300);
    expect(await isActive(tokens.id)).toBe(false);
    expect(await isActive(tokens.refresh)).toBe(true);
  });

  it('returns null for records that the caller may not read', async () => {
    const { tokens } = await signedIn();
    const query =
      'query ($input: IntrospectTokenInput!) { introspectToken(input: $input) { active userId user { id } client { id } issuer { id } } }';
    const { data, errors } = await server.call(
      query,
      { input: { token: tokens.access } },
      await server.keyWith('tokens:read'),
    );
    expect(data.introspectToken).toMatchObject({ active: true, user: null, client: null, issuer: null });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
  });
});
