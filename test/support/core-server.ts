import { expect } from '@jest/globals';
import { decodeJwt } from 'jose';
import { startTestApp } from './app.js';
import type { Query } from './authorization.js';
import { frozenClock } from './deps.js';
import type { Person } from './people.js';
import {
  authorizationQuery,
  authorizeAs,
  getJson,
  redeemCode,
  registerClient,
  registerPerson,
} from './relying-party.js';
import { newUserAgent } from './user-agent.js';

/** A user who has a value for every standard claim. */
export const ADA = {
  username: 'ada',
  name: 'Ada Lovelace',
  givenName: 'Ada',
  familyName: 'Lovelace',
  locale: 'en-GB',
  email: 'ada@rp.example',
  emailVerified: true,
  phoneNumber: '+441234567890',
  phoneNumberVerified: true,
  zoneinfo: 'Europe/London',
  picture: 'https://rp.example/ada.png',
  claims: {
    nickname: 'Countess',
    middle_name: 'King',
    website: 'https://ada.example',
    profile: 'https://ada.example/me',
    gender: 'female',
    birthdate: '1815-12-10',
    address: { formatted: '12 St James’s Square, London', locality: 'London', country: 'United Kingdom' },
  },
};

/** Scopes of a client that may request every standard claim. */
const ALL_SCOPES = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

/** A server with one user and one confidential client, and the requests that tests of OpenID Connect Core repeat. */
export async function startCoreServer() {
  const clock = frozenClock(new Date());
  const app = await startTestApp({}, { clock });
  const ada = await registerPerson(app, ADA);
  const client = await registerClient(app, { scopes: ALL_SCOPES, claimsInIdToken: false });

  function ask(changes: Query = {}, of = client, who: Person = ada) {
    return authorizeAs(who, authorizationQuery(of, changes));
  }

  async function codeOf(changes: Query = {}, of = client) {
    return (await ask(changes, of)).searchParams.get('code');
  }

  /** The token response for a new code. */
  async function tokensOf(changes: Query = {}, of = client) {
    const answer = await redeemCode(app, of, await codeOf(changes, of));
    expect([answer.status, answer.body.error_description]).toEqual([200, undefined]);
    return answer.body as Record<string, string>;
  }

  async function claimsOf(changes: Query = {}, of = client) {
    return decodeJwt((await tokensOf(changes, of)).id_token ?? '');
  }

  async function userinfoOf(changes: Query = {}, of = client) {
    const { access_token } = await tokensOf(changes, of);
    return (await getJson(`${app.origin}/oidc/userinfo`, { authorization: `Bearer ${access_token}` })).body;
  }

  /** A browser in which no user is signed in. */
  function stranger() {
    return newUserAgent(app.origin);
  }

  async function sentBack(changes: Query, of = client) {
    const { location } = await stranger().get(authorizationQuery(of, changes));
    return Object.fromEntries(location?.searchParams ?? []);
  }

  return { clock, app, ada, client, ask, codeOf, tokensOf, claimsOf, userinfoOf, stranger, sentBack };
}

export function errorIn(back: URL) {
  return back.searchParams.get('error');
}
