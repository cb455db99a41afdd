import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { readHandle } from '../../../../src/keys/secrets.js';
import type { Client } from '../../../../src/model/clients/client.js';
import type { Issuer } from '../../../../src/model/clients/issuer.js';
import type { Deps } from '../../../../src/model/deps.js';
import type { User } from '../../../../src/model/people/user.js';
import { refusalOf } from '../../../support/authorization.js';
import { type ClientKey, makeClientKey } from '../../../support/client-keys.js';
import type { FrozenClock } from '../../../support/deps.js';
import { makeUser } from '../../../support/fixtures.js';
import { countReuses, makeOffline, PUBLIC } from '../../../support/offline.js';
import { openWorld } from '../../../support/world.js';

let deps: Deps;
let clock: FrozenClock;
let issuer: Issuer;
let user: User;
let key: ClientKey;
let otherKey: ClientKey;

beforeAll(async () => {
  ({ deps, clock, issuer } = await openWorld());
  user = await makeUser(deps);
  key = await makeClientKey('ES256');
  otherKey = await makeClientKey('ES256', 'other');
});
afterAll(() => deps.store.close());

const offline = (changes: Partial<Client> = {}, bound?: ClientKey) =>
  makeOffline(deps, { issuer, user, key: bound }, changes);
const refused = async (answer: Promise<unknown>) => (await refusalOf(answer)).error;
const recordOf = async (token: unknown) => deps.store.tokens.find(readHandle(String(token))?.id ?? '');
const CLIENTS: [string, Partial<Client>][] = [
  ['a confidential client', {}],
  ['a public client', PUBLIC],
];

describe('RFC 9700 §4.14.2 requests with one refresh token within 10 seconds', () => {
  it.each(CLIENTS)('all succeed and share one successor: fifty in parallel, of %s', async (_, changes) => {
    const { token, refresh, next, client } = await offline(changes);
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(token)));
    const successors = new Set(answers.map(({ refresh_token }) => refresh_token));
    expect(successors.size).toBe(1);
    const [successor] = successors;
    expect(successor).not.toBe(token);
    expect(new Set(answers.map(({ access_token }) => access_token)).size).toBe(50);
    await next(await next(successor));
    expect(await countReuses(deps, client)).toBe(0);
  });

  it.each(CLIENTS)('get the same successor even after it was used, of %s', async (_, changes) => {
    const { token, next, client } = await offline(changes);
    const successor = await next(token);
    const newest = await next(successor);
    clock.advance(9.999);
    expect(await next(token)).toBe(successor);
    expect(await next(successor)).toBe(newest);
    expect(await countReuses(deps, client)).toBe(0);
  });

  it('get a successor with the granted scope, whatever scope the access token was narrowed to', async () => {
    const { token, refresh } = await offline();
    const narrowed = await refresh(token, { scope: 'openid' });
    const again = await refresh(token, { scope: 'openid email' });
    expect([narrowed.scope, again.scope]).toEqual(['openid', 'openid email']);
    expect(again.refresh_token).toBe(narrowed.refresh_token);
    expect((await refresh(again.refresh_token)).scope).toBe('openid email offline_access');
  });

  it('all get an ID token for the same authentication', async () => {
    const { token, refresh } = await offline();
    const [one, two] = await Promise.all([refresh(token), refresh(token)]);
    const claims = [one, two].map((answer) => decodeJwt(String(answer?.id_token)));
    expect(claims[0]?.auth_time).toBe(claims[1]?.auth_time);
  });
});

describe('RFC 9700 §4.14.2 a refresh token that is used again after 10 seconds', () => {
  it('leads to the same unused successor if the client authenticates', async () => {
    const { token, next, client } = await offline();
    const successor = await next(token);
    clock.advance(10);
    expect(await next(token)).toBe(successor);
    clock.advance(3600);
    const answers = await Promise.all(Array.from({ length: 20 }, () => next(token)));
    expect(new Set(answers)).toEqual(new Set([successor]));
    await next(successor);
    expect(await countReuses(deps, client)).toBe(0);
  });

  it('leads to the same unused successor if the token is bound to a DPoP key', async () => {
    const { token, next, client } = await offline(PUBLIC, key);
    const successor = await next(token, { key });
    clock.advance(60);
    expect(await next(token, { key })).toBe(successor);
    await next(successor, { key });
    expect(await countReuses(deps, client)).toBe(0);
  });

  it('leads to another successor for a public client, and retires the unused one', async () => {
    const { token, next, client } = await offline(PUBLIC);
    const lost = await next(token);
    clock.advance(10);
    const found = await next(token);
    expect(found).not.toBe(lost);
    clock.advance(9);
    expect(await next(token)).toBe(found);
    const newest = await next(found);
    expect(await countReuses(deps, client)).toBe(0);
    // The retired token is used: two parties have a token of the grant, so one of them stole it.
    expect(await refused(next(lost))).toBe('invalid_grant');
    expect(await countReuses(deps, client)).toBe(1);
    expect(await refused(next(newest))).toBe('invalid_grant');
  });

  it('leads to one other successor for twenty requests of a public client in parallel', async () => {
    const { token, next, client } = await offline(PUBLIC);
    await next(token);
    clock.advance(60);
    const answers = await Promise.all(Array.from({ length: 20 }, () => next(token)));
    expect(new Set(answers).size).toBe(1);
    await next(answers[0]);
    expect(await countReuses(deps, client)).toBe(0);
  });

  it.each(CLIENTS)('revokes the grant once, with an event, if the successor was used, for %s', async (_, changes) => {
    const { token, next, client } = await offline(changes);
    const newest = await next(await next(token));
    clock.advance(10);
    const answers = await Promise.allSettled([next(token), next(token), next(token)]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await countReuses(deps, client)).toBe(1);
    expect(await refused(next(newest))).toBe('invalid_grant');
  });
});

describe('RFC 9700 §4.14.2 a thief who refreshes once per generation', () => {
  it.each([
    ['right after the owner', 5],
    ['some time after the owner', 60],
  ])('is found within two generations if the theft is used %s', async (_, seconds) => {
    const { token, next, client } = await offline(PUBLIC);
    let owner = await next(token);
    clock.advance(seconds);
    let thief = await next(token);
    for (let generation = 1; generation <= 2 && (await countReuses(deps, client)) === 0; generation += 1) {
      clock.advance(300);
      owner = await next(owner).catch(() => owner);
      clock.advance(60);
      thief = await next(thief).catch(() => thief);
    }
    expect(await countReuses(deps, client)).toBe(1);
    expect(await refused(next(owner))).toBe('invalid_grant');
    expect(await refused(next(thief))).toBe('invalid_grant');
  });

  it('is found within two generations if the thief is first each time', async () => {
    const { token, next, client } = await offline(PUBLIC);
    let thief = await next(token);
    clock.advance(5);
    let owner = await next(token);
    for (let generation = 1; generation <= 2 && (await countReuses(deps, client)) === 0; generation += 1) {
      clock.advance(300);
      thief = await next(thief).catch(() => thief);
      clock.advance(60);
      owner = await next(owner).catch(() => owner);
    }
    clock.advance(300);
    await refused(next(thief));
    expect(await countReuses(deps, client)).toBe(1);
    expect(await refused(next(owner))).toBe('invalid_grant');
  });
});

describe('RFC 9449 §5 DPoP keys at the rotation of a refresh token', () => {
  it('bind the successor to the key of the first request; a parallel request with another key gets none', async () => {
    const { token, next, client } = await offline(PUBLIC);
    const answers = await Promise.allSettled([next(token, { key }), next(token, { key: otherKey })]);
    const winner = answers[0]?.status === 'fulfilled' ? key : otherKey;
    const loser = winner === key ? otherKey : key;
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const successor = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : '')).join('');
    expect(await next(token, { key: winner })).toBe(successor);
    expect(await refused(next(token, { key: loser }))).toBe('invalid_grant');
    expect(await refused(next(token))).toBe('invalid_grant');
    expect(await refused(next(successor, { key: loser }))).toBe('invalid_grant');
    expect(await countReuses(deps, client)).toBe(0);
    await next(successor, { key: winner });
  });

  it('keep a thief with another key from revoking the grant of a bound token', async () => {
    const { token, next, client } = await offline(PUBLIC, key);
    const newest = await next(await next(token, { key }), { key });
    clock.advance(60);
    expect(await refused(next(token, { key: otherKey }))).toBe('invalid_grant');
    expect(await refused(next(token))).toBe('invalid_grant');
    expect(await countReuses(deps, client)).toBe(0);
    await next(newest, { key });
  });

  it('do not hide a thief who binds the successor of an unbound token to a key', async () => {
    const { token, next, client } = await offline(PUBLIC);
    const thief = await next(await next(token, { key: otherKey }), { key: otherKey });
    clock.advance(10);
    expect(await refused(next(token))).toBe('invalid_grant');
    expect(await countReuses(deps, client)).toBe(1);
    expect(await refused(next(thief, { key: otherKey }))).toBe('invalid_grant');
  });
});

describe('RFC 9700 §4.14.2 limits of repetition', () => {
  it('are one hundred repetitions of a token, which revoke nothing', async () => {
    const { token, next, client } = await offline();
    const successor = await next(token);
    for (let count = 0; count < 100; count += 1) expect(await next(token)).toBe(successor);
    expect(await refused(next(token))).toBe('invalid_grant');
    clock.advance(60);
    expect(await refused(next(token))).toBe('invalid_grant');
    expect(await countReuses(deps, client)).toBe(0);
    await next(successor);
  });

  it.each(CLIENTS)('are the idle lifetime, which no repetition extends, for %s', async (_, changes) => {
    const { token, next } = await offline({ ...changes, refreshTokenIdleLifetime: 1000 });
    await next(token);
    clock.advance(900);
    const successor = await next(token);
    expect((await recordOf(successor))?.expiresAt).toEqual(new Date(clock.now().getTime() + 100_000));
    clock.advance(99);
    expect(await next(token)).toBeDefined();
    clock.advance(1);
    expect(await refused(next(token))).toBe('invalid_grant');
    expect(await refused(next(successor))).toBe('invalid_grant');
  });
});

describe('RFC 6749 §6 a refresh token with a wrong secret', () => {
  it('never revokes anything, whether the token is in use, replaced or retired', async () => {
    const { token, next, client } = await offline(PUBLIC);
    const lost = await next(token);
    clock.advance(10);
    const newest = await next(await next(token));
    clock.advance(10);
    for (const known of [token, lost, newest]) {
      const { id } = readHandle(known) ?? { id: '' };
      expect(await refused(next(`${id}.${'A'.repeat(43)}`))).toBe('invalid_grant');
    }
    expect(await countReuses(deps, client)).toBe(0);
    await next(newest);
  });
});
