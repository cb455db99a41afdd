import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { giveConsent } from '../../../src/access/consent.js';
import type { Browser, BrowserAnswer } from '../../../src/access/interaction/browser-answer.js';
import { findInteraction, type OpenInteraction } from '../../../src/access/interaction/interaction.js';
import { continueFlow, denyFlow, findPageStep } from '../../../src/access/interaction/interaction-flow.js';
import { endSession } from '../../../src/access/sessions/session.js';
import { LIMITS, makeLimits } from '../../../src/http/request/limits.js';
import { readHandle } from '../../../src/keys/secrets.js';
import type { Session } from '../../../src/model/access/session.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Caller, Deps } from '../../../src/model/deps.js';
import type { JsonObject } from '../../../src/model/json.js';
import type { User } from '../../../src/model/people/user.js';
import type { Store } from '../../../src/model/store.js';
import { authorizeDevice } from '../../../src/oidc/device/device-authorization.js';
import { deviceFlow } from '../../../src/oidc/device/device-flow.js';
import { enterUserCode } from '../../../src/oidc/device/enter-user-code.js';
import { makeUserCode, normalizeUserCode, toDisplayedUserCode } from '../../../src/oidc/device/user-code.js';
import { discoveryDocument } from '../../../src/oidc/metadata/discovery.js';
import { userinfo } from '../../../src/oidc/protected-resource/userinfo.js';
import {
  BROWSER_HASH,
  basicHeader,
  browserWith,
  madeUpHandle,
  type Query,
  refusalOf,
  requestToken,
} from '../../support/authorization.js';
import type { FrozenClock } from '../../support/deps.js';
import { makeClient, makeIssuer, makeUser, permit, signInAs } from '../../support/fixtures.js';
import '../../support/matchers.js';
import { openWorld } from '../../support/world.js';

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
const SIGNED_OUT = 'none';

let deps: Deps;
let clock: FrozenClock;
let issuer: Issuer;
let user: User;
let session: Session;
let cookie: string;

beforeAll(async () => {
  ({ deps, clock, issuer } = await openWorld());
  user = await makeUser(deps);
  ({ cookie, session } = await signInAs(deps, user));
});
afterAll(() => deps.store.close());

type Television = Awaited<ReturnType<typeof television>>;

/** A client without a browser, and its request. */
async function television(changes: Partial<Client> = {}, more: Query = {}, at = issuer) {
  const { client, secret } = await makeClient(deps, at, {
    grant_types: [GRANT, 'refresh_token'],
    token_endpoint_auth_method: 'none',
    redirect_uris: [],
    ...changes,
  });
  const authorization = client.token_endpoint_auth_method === 'none' ? undefined : basicHeader(client, secret);
  const form = { client_id: client.id, scope: 'openid email', ...more };
  const { body, headers } = await authorizeDevice(deps, at, {
    parameters: Object.entries(form) as [string, string][],
    authorization,
    caller: {},
  });
  const poll = (changed: Query = {}): Promise<JsonObject> => {
    const request = { grant_type: GRANT, device_code: String(body.device_code), client_id: client.id, ...changed };
    return requestToken(deps, at, request, authorization);
  };
  return { client, body, headers, poll, userCode: String(body.user_code) };
}

function enter(typed: string, on = deps, session = cookie, caller: Caller = {}): Promise<BrowserAnswer | undefined> {
  return enterUserCode(on, typed, { ...browserWith(session), caller });
}

async function openOf(answer: BrowserAnswer | undefined) {
  const id = answer?.kind === 'interaction' ? (answer.location.split('/').at(-1) ?? '') : '';
  const open = await findInteraction(deps, id, BROWSER_HASH);
  if (open === undefined) throw new Error(`an open interaction was expected: ${JSON.stringify(answer)}`);
  return open;
}

function locationOf(answer: BrowserAnswer): string {
  return answer.kind === 'interaction' ? answer.location : answer.kind;
}

/** The question that the consent page asks now; `undefined`: it asks nothing. */
async function questionOf(open: OpenInteraction, browser: Browser) {
  const step = await findPageStep(deps, deviceFlow, open, browser);
  return step?.kind === 'consent' ? step.question : undefined;
}

/** A signed-in user enters the code and allows the request. */
async function allow(tv: Pick<Television, 'userCode'>, by = cookie, on = deps): Promise<string> {
  return locationOf(await continueFlow(on, deviceFlow, await consented(tv, by), browserWith(by)));
}

/** The interaction of a signed-in user who has entered the code and has answered the consent page. */
async function consented({ userCode }: Pick<Television, 'userCode'>, by: string): Promise<OpenInteraction> {
  const open = await openOf(await enter(userCode));
  const question = await questionOf(open, browserWith(by));
  if (question === undefined) throw new Error('a question was expected');
  await giveConsent(deps, open.interaction, question, {});
  return openOf({ kind: 'interaction', location: `/continue/${open.interaction.id}` });
}

describe('RFC 8628 §3.2 Device Authorization Response', () => {
  it('contains a code for the device and one for its user', async () => {
    const { body, headers } = await television();
    expect(body).toEqual({
      device_code: expect.any(String),
      expires_in: 600,
      interval: 5,
      user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/),
      verification_uri: 'http://localhost:3000/device',
      verification_uri_complete: `http://localhost:3000/device?user_code=${body.user_code}`,
    });
    expect(headers).toMatchObject({ 'Cache-Control': 'no-store' });
    const handle = readHandle(String(body.device_code));
    const record = JSON.stringify(await deps.store.deviceAuthorizations.find(handle?.id ?? ''));
    for (const secret of [handle?.secret, normalizeUserCode(String(body.user_code))])
      expect(record).not.toContain(secret);
  });

  it('is published in the metadata', async () => {
    const endpoint = 'http://localhost:3000/oidc/device_authorization';
    expect(await discoveryDocument(deps, issuer)).toMatchObject({ device_authorization_endpoint: endpoint });
  });
});

describe('RFC 8628 §3.1 Device Authorization Request', () => {
  it('is accepted from authenticated clients with the device grant', async () => {
    await expect(television({ grant_types: ['authorization_code'] })).toRejectWith('unauthorized_client');
    const { client } = await makeClient(deps, issuer, { grant_types: [GRANT] });
    const input = { authorization: basicHeader(client, 'wrong'), parameters: [], caller: {} };
    await expect(authorizeDevice(deps, issuer, input)).toRejectWith('invalid_client');
    const confidential = await television({ token_endpoint_auth_method: 'client_secret_basic' });
    expect(confidential.body).toHaveProperty('device_code');
  });

  it('is rejected if the client has none of the scopes', async () => {
    await expect(television({}, { scope: 'phone' })).toRejectWith('invalid_scope');
  });

  it('is rejected if signed requests are required', async () => {
    await expect(television({ require_signed_request_object: true })).toRejectWith('unauthorized_client');
    const strict = { ...deps, config: { ...deps.config, requireSignedRequestObject: true } };
    const { client } = await television();
    const parameters: [string, string][] = [['client_id', client.id]];
    const asked = authorizeDevice(strict, issuer, { parameters, authorization: undefined, caller: {} });
    await expect(asked).toRejectWith('unauthorized_client');
    expect(await discoveryDocument(strict, issuer)).not.toHaveProperty('device_authorization_endpoint');
  });
});

describe('RFC 8628 §3.4, §3.5 Device Access Token Request and Response', () => {
  it('returns tokens after the user has allowed it, once', async () => {
    const tv = await television();
    await expect(tv.poll()).toRejectWith('authorization_pending');
    expect(await allow(tv)).toBe('/device?done=allowed');
    const answers = await Promise.allSettled(Array.from({ length: 20 }, () => tv.poll()));
    const [answer] = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(answers.filter(({ status }) => status === 'rejected')).toHaveLength(19);
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 300, scope: 'openid email' });
    expect(answer).not.toHaveProperty('refresh_token');
    const idToken = decodeJwt(String(answer?.id_token));
    expect(idToken).toMatchObject({ sub: user.id, aud: tv.client.id, acr: 'phr' });
    expect(idToken).not.toHaveProperty('sid');
    const bearer = { authorization: `Bearer ${answer?.access_token}`, parameters: [] };
    expect(await userinfo(deps, issuer, bearer)).toMatchObject({ claims: { email: 'ada@example.org' } });
    await expect(tv.poll()).toRejectWith('invalid_grant');
  });

  it('returns a refresh token with offline_access, and no token expires with the browser’s session', async () => {
    const { cookie: own, session: browser } = await signInAs(deps, user);
    const tv = await television({}, { scope: 'openid offline_access' });
    await allow(tv, own);
    await endSession(deps, browser);
    const answer = await tv.poll();
    const refresh = {
      grant_type: 'refresh_token',
      refresh_token: String(answer.refresh_token),
      device_code: undefined,
    };
    expect(await tv.poll(refresh)).toHaveProperty('access_token');
  });

  it('returns access_denied if the user denied the request', async () => {
    const tv = await television();
    const open = await openOf(await enter(tv.userCode));
    expect(locationOf(await denyFlow(deps, deviceFlow, open, BROWSER_HASH))).toBe('/device?done=denied');
    await expect(tv.poll()).toRejectWith('access_denied');
    expect((await denyFlow(deps, deviceFlow, open, BROWSER_HASH)).kind).toBe('errorPage');
  });

  it('returns slow_down to a device that polls too often, and lengthens the interval each time', async () => {
    const { poll } = await television();
    await expect(poll()).toRejectWith('authorization_pending');
    clock.advance(4);
    await expect(poll()).toRejectWith('slow_down');
    clock.advance(9);
    await expect(poll()).toRejectWith('slow_down');
    clock.advance(14);
    await expect(poll()).toRejectWith('slow_down');
    clock.advance(20);
    await expect(poll()).toRejectWith('authorization_pending');
  });

  it('forgives a device that polls a few milliseconds early', async () => {
    const { poll } = await television();
    await expect(poll()).toRejectWith('authorization_pending');
    clock.advance(4.75);
    await expect(poll()).toRejectWith('authorization_pending');
    clock.advance(4.4);
    await expect(poll()).toRejectWith('slow_down');
  });

  it('returns authorization_pending until the decision and the grant are stored, with one change set', async () => {
    const tv = await television();
    const said: (string | undefined)[] = [];
    const commit: Store['commit'] = async (changes) => {
      said.push((await refusalOf(tv.poll())).error);
      return deps.store.commit(changes);
    };
    await allow(tv, cookie, { ...deps, store: { ...deps.store, commit } });
    expect(said).toEqual(['authorization_pending']);
    expect(await tv.poll()).toHaveProperty('access_token');
  });

  it('gets exactly one of twenty decisions that are made at once', async () => {
    const tv = await television();
    const answered: OpenInteraction[] = [];
    for (let count = 0; count < 20; count += 1) answered.push(await consented(tv, cookie));
    const decisions = answered.map((open, index) =>
      index % 2 === 0
        ? continueFlow(deps, deviceFlow, open, browserWith(cookie))
        : denyFlow(deps, deviceFlow, open, BROWSER_HASH),
    );
    const locations = (await Promise.all(decisions)).map(locationOf);
    expect(locations.filter((location) => location.startsWith('/device?done='))).toHaveLength(1);
    expect(locations.filter((location) => location === 'errorPage')).toHaveLength(19);
    if (locations.includes('/device?done=denied')) await expect(tv.poll()).toRejectWith('access_denied');
    else expect(await tv.poll()).toHaveProperty('access_token');
  });

  it('rejects an expired device code', async () => {
    const tv = await television();
    const late = await television();
    await allow(late);
    clock.advance(600);
    for (const { poll } of [tv, late]) await expect(poll()).toRejectWith('expired_token');
    expect(await enter(tv.userCode)).toBeUndefined();
  });

  it('accepts the device code only from its client at its issuer', async () => {
    const tv = await television();
    await allow(tv);
    const other = await television();
    await expect(other.poll({ device_code: String(tv.body.device_code) })).toRejectWith('invalid_grant');
    await expect(tv.poll({ device_code: madeUpHandle(deps) })).toRejectWith('invalid_grant');
    await expect(tv.poll({ device_code: `${String(tv.body.device_code).slice(0, -1)}!` })).toRejectWith(
      'invalid_grant',
    );
    await expect(tv.poll({ device_code: undefined })).toRejectWith('invalid_request');
    const elsewhere = await makeIssuer(deps, 'elsewhere');
    const there = await television({}, {}, elsewhere);
    await expect(there.poll({ device_code: String(tv.body.device_code) })).toRejectWith('invalid_grant');
    expect(await tv.poll()).toHaveProperty('access_token');
  });

  it('does not accept the device code in another grant', async () => {
    const tv = await television({ grant_types: [GRANT, 'authorization_code'] });
    await allow(tv);
    const { id = '', secret = '' } = readHandle(String(tv.body.device_code)) ?? {};
    const { grantId } = (await deps.store.deviceAuthorizations.find(id)) ?? {};
    const form = { grant_type: 'authorization_code', code: `${grantId}.${secret}`, device_code: undefined };
    await expect(tv.poll(form)).toRejectWith('invalid_grant');
    expect(await tv.poll()).toHaveProperty('access_token');
  });

  it('returns no tokens after the permission, or the grants of the client, were revoked', async () => {
    const closed = await television({ accessPolicy: 'PERMITTED_USERS' });
    const permissionId = await permit(deps, closed.client, user);
    await allow(closed);
    await deps.store.permissions.delete(permissionId);
    await expect(closed.poll()).toRejectWith('invalid_grant');
    const ended = await television();
    await allow(ended);
    await deps.store.clients.update(ended.client, { grantEpoch: 1 });
    await expect(ended.poll()).toRejectWith('invalid_grant');
  });
});

describe('RFC 8628 §3.3, §5.4 User Interaction', () => {
  it('asks with the application’s name even if the client requires no consent', async () => {
    const tv = await television();
    const open = await openOf(await enter(tv.userCode));
    expect(locationOf(await continueFlow(deps, deviceFlow, open, browserWith(cookie)))).toBe(
      `/consent?interaction=${open.interaction.id}`,
    );
    const question = await questionOf(open, browserWith(cookie));
    expect(question).toMatchObject({ client: { name: 'Wiki' }, asked: { scopes: ['openid', 'email'] } });
    await expect(tv.poll()).toRejectWith('authorization_pending');
  });

  it('asks each time, even if the user’s consent is remembered, and binds the grant to that consent', async () => {
    const first = await television({ consent: 'REMEMBERED' });
    await allow(first);
    const { client, poll } = first;
    const answer = await poll();
    const parameters: [string, string][] = [
      ['client_id', client.id],
      ['scope', 'openid email'],
    ];
    const { body } = await authorizeDevice(deps, issuer, { parameters, authorization: undefined, caller: {} });
    const again = await openOf(await enter(String(body.user_code)));
    expect(locationOf(await continueFlow(deps, deviceFlow, again, browserWith(cookie)))).toMatch(/^\/consent/);
    const { items } = await deps.store.consents.pageOfUser(user.id, { first: 10 });
    for (const { record } of items) await deps.store.consents.delete(record.id);
    const bearer = { authorization: `Bearer ${answer.access_token}`, parameters: [] };
    await expect(userinfo(deps, issuer, bearer)).toRejectWith('invalid_token');
  });

  it('redirects to the sign-in page, or to the page without access', async () => {
    const closed = await television({ accessPolicy: 'PERMITTED_USERS' });
    const open = await openOf(await enter(closed.userCode));
    const { id } = open.interaction;
    expect(locationOf(await continueFlow(deps, deviceFlow, open, browserWith(SIGNED_OUT)))).toBe(
      `/login?interaction=${id}`,
    );
    expect(locationOf(await continueFlow(deps, deviceFlow, open, browserWith(cookie)))).toBe(
      `/denied?interaction=${id}`,
    );
    expect(await questionOf(open, browserWith(cookie))).toBeUndefined();
  });

  it('accepts an answer only in the session that was asked', async () => {
    const { userCode } = await television();
    const open = await openOf(await enter(userCode));
    const question = await questionOf(open, browserWith(cookie));
    if (question === undefined) throw new Error('a question was expected');
    await giveConsent(deps, open.interaction, question, {});
    const { cookie: another } = await signInAs(deps, await makeUser(deps));
    const answered = await openOf({ kind: 'interaction', location: `/continue/${open.interaction.id}` });
    expect(locationOf(await continueFlow(deps, deviceFlow, answered, browserWith(another)))).toMatch(/^\/consent/);
    expect(question.active.session.id).toBe(session.id);
  });

  it('accepts one decision if two browsers enter the code', async () => {
    const tv = await television();
    const [one, two] = [await openOf(await enter(tv.userCode)), await openOf(await enter(tv.userCode))];
    expect(locationOf(await denyFlow(deps, deviceFlow, one, BROWSER_HASH))).toBe('/device?done=denied');
    expect((await continueFlow(deps, deviceFlow, two, browserWith(cookie))).kind).toBe('errorPage');
    expect(await questionOf(two, browserWith(cookie))).toBeUndefined();
  });

  it('rejects the code of a device whose client was disabled or re-created', async () => {
    const disabled = await television();
    await deps.store.clients.update(disabled.client, { enabled: false });
    expect(await enter(disabled.userCode)).toBeUndefined();
    const again = await television();
    await deps.store.clients.delete(again.client.id);
    await makeClient(deps, issuer, { id: again.client.id });
    expect(await enter(again.userCode)).toBeUndefined();
    const ended = await television();
    const open = await openOf(await enter(ended.userCode));
    await deps.store.clients.update(ended.client, { grantEpoch: 1 });
    const reopened = await openOf({ kind: 'interaction', location: `/continue/${open.interaction.id}` });
    expect((await continueFlow(deps, deviceFlow, reopened, browserWith(cookie))).kind).toBe('errorPage');
  });
});

describe('RFC 8628 §5.1, §6.1 User Code', () => {
  it('is accepted in capital or small letters, with or without separators', async () => {
    const { userCode } = await television();
    const plain = userCode.replace('-', '');
    for (const typed of [
      userCode,
      plain,
      plain.toLowerCase(),
      ` ${[...plain].join(' ')} `,
      userCode.replace('-', '–'),
    ]) {
      expect((await enter(typed))?.kind).toBe('interaction');
    }
  });

  it('is rejected with other letters or another length, and if no device shows it', async () => {
    for (const typed of [
      '',
      'AAAA-AAAA',
      'BCDF-GHJ',
      'BCDF-GHJKL',
      '1234-5678',
      toDisplayedUserCode(makeUserCode(deps.random)),
    ]) {
      expect(await enter(typed)).toBeUndefined();
    }
  });

  it('contains all letters equally often', () => {
    const counts = new Map<string, number>();
    for (let n = 0; n < 2000; n += 1) {
      for (const letter of makeUserCode(deps.random)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    expect(counts.size).toBe(20);
    for (const count of counts.values()) expect(Math.abs(count - 800)).toBeLessThan(200);
  });

  it('is limited to a few attempts from one address, so that guessing is hopeless (§5.1)', async () => {
    const limited = { ...deps, limits: makeLimits() };
    const { points, duration } = LIMITS.deviceCode;
    for (let attempt = 0; attempt < points; attempt += 1) {
      await expect(enter('BCDF-GHJK', limited)).resolves.toBeUndefined();
    }
    await expect(enter('BCDF-GHJK', limited)).rejects.toMatchObject({ code: 'rate_limited', status: 429 });
    // An IPv6 subscriber has a whole network of addresses.
    for (let attempt = 0; attempt < points; attempt += 1) {
      await enter('BCDF-GHJK', limited, cookie, { ipAddress: `2001:db8:1:2::${attempt.toString(16)}` });
    }
    await expect(enter('BCDF-GHJK', limited, cookie, { ipAddress: '2001:db8:1:2::ffff' })).rejects.toMatchObject({
      status: 429,
    });
    // The probability that all attempts of one address, in the 600 seconds of a code, guess it.
    expect(((600 / duration) * points) / 20 ** 8).toBeLessThan(1e-8);
  });
});

describe('The passkey of the user who allowed a device', () => {
  it('ends the device code, the access token and the refresh token when it is removed', async () => {
    const owner = await makeUser(deps);
    const signedIn = await signInAs(deps, owner);
    const [waiting, served] = [
      await television({}, { scope: 'openid offline_access' }),
      await television({}, { scope: 'openid offline_access' }),
    ];
    for (const device of [waiting, served]) expect(await allow(device, signedIn.cookie)).toBe('/device?done=allowed');
    const { access_token, refresh_token } = await served.poll();
    const refresh = () =>
      served.poll({ grant_type: 'refresh_token', refresh_token: String(refresh_token), device_code: undefined });
    const read = () => userinfo(deps, issuer, { authorization: `Bearer ${access_token}`, parameters: [] });
    expect((await read()).kind).toBe('json');
    const current = await deps.store.users.find(owner.id);
    await deps.store.users.update(current ?? owner, { passkeyIds: ['another'] });
    expect((await refusalOf(waiting.poll())).error).toBe('invalid_grant');
    expect((await refusalOf(refresh())).error).toBe('invalid_grant');
    expect((await refusalOf(read())).error).toBe('invalid_token');
  });
});
