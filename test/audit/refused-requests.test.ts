import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { findInteraction } from '../../src/access/interaction/interaction.js';
import { continueFlow } from '../../src/access/interaction/interaction-flow.js';
import { makeAudit, type QueuedAudit } from '../../src/audit/audit-log.js';
import { basicLogin } from '../../src/basic/basic-login.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { Deps } from '../../src/model/deps.js';
import type { AuditEvent } from '../../src/model/log/audit-event.js';
import { loggableUri } from '../../src/model/loggable-uri.js';
import { authorizationFlow } from '../../src/oidc/authorization/authorization-flow.js';
import { authorize } from '../../src/oidc/authorization/authorize.js';
import { pushAuthorizationRequest } from '../../src/oidc/authorization/pushed-authorization-request.js';
import { authorizeDevice } from '../../src/oidc/device/device-authorization.js';
import { basicHeader, browserWith, type Query, queryOf, refusalOf, requestToken } from '../support/authorization.js';
import type { FrozenClock } from '../support/deps.js';
import { makeClient, makeUser, signInAs } from '../support/fixtures.js';
import { openWorld } from '../support/world.js';

let deps: Deps;
let audit: QueuedAudit;
let clock: FrozenClock;
let issuer: Issuer;
let client: Client;
let secret: string;
let cookie: string;

beforeAll(async () => {
  const world = await openWorld();
  ({ clock, issuer } = world);
  audit = makeAudit(world.deps);
  deps = { ...world.deps, audit };
  ({ cookie } = await signInAs(deps, await makeUser(deps)));
});
afterAll(() => deps.store.close());
beforeEach(async () => {
  ({ client, secret } = await makeClient(deps, issuer, { requirePkce: true }));
});

const HERE = '192.0.2.1';

function ask(changes: Query = {}, { of = client, ipAddress = HERE } = {}) {
  const browser = { ...browserWith(cookie), caller: { ipAddress } };
  return authorize(deps, issuer, { parameters: queryOf(of, changes), ...browser });
}

async function eventsOf(of: Client = client): Promise<AuditEvent[]> {
  await audit.flush();
  const { items } = await deps.store.auditEvents.page({ first: 100 }, 'NEWEST_FIRST', { clientId: of.id });
  const records = items.map(({ record }) => record).toReversed();
  return records.filter(({ type }) => type === 'REQUEST_REFUSED');
}

async function detailsOf(of?: Client) {
  return (await eventsOf(of)).map(({ detail }) => detail);
}

describe('A refused authorization request', () => {
  it('is an event with the reason, the parameter, and the redirect URI without secrets', async () => {
    const redirect_uri = 'https://user:pass-word@evil.example:8443/cb/x?token=s3cret#fragment';
    await ask({ redirect_uri, state: 'private-state', nonce: 'private-nonce', login_hint: 'private@example.com' });
    const [event, ...others] = await eventsOf();
    expect(others).toEqual([]);
    expect(event).toMatchObject({ outcome: 'FAILURE', clientId: client.id, ipAddress: HERE });
    expect(event?.detail).toEqual({
      request: 'AUTHORIZATION',
      reason: 'invalid_request',
      parameter: 'redirect_uri',
      description: 'The redirect_uri in the request is not registered for this client.',
      redirectUri: 'https://evil.example:8443/cb/x',
    });
    expect(JSON.stringify(event)).not.toMatch(/private|s3cret|pass-word|fragment/);
    // Anyone can send the request, so the client is not its actor.
    expect([event?.actorKind, event?.actorId]).toEqual([undefined, undefined]);
  });

  it.each<[parameter: string, changes: Query, reason: string]>([
    ['code_challenge', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['code_challenge', { code_challenge: 'private' }, 'invalid_request'],
    ['code_challenge_method', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['response_type', { response_type: undefined }, 'invalid_request'],
    ['response_type', { response_type: 'private' }, 'unsupported_response_type'],
    ['response_mode', { response_mode: 'private' }, 'invalid_request'],
    ['redirect_uri', { redirect_uri: undefined }, 'invalid_request'],
    ['scope', { scope: 'private' }, 'invalid_scope'],
    ['prompt', { prompt: 'private' }, 'invalid_request'],
    ['prompt', { prompt: 'none login' }, 'invalid_request'],
    ['max_age', { max_age: 'private' }, 'invalid_request'],
    ['claims', { claims: '{"private' }, 'invalid_request'],
    ['id_token_hint', { id_token_hint: 'private' }, 'invalid_request'],
    ['registration', { registration: 'private' }, 'registration_not_supported'],
    ['dpop_jkt', { dpop_jkt: 'private' }, 'invalid_request'],
    ['resource', { resource: 'private' }, 'invalid_target'],
    ['request', { request: 'private' }, 'invalid_request_object'],
    ['request_uri', { request_uri: 'https://private.example' }, 'request_uri_not_supported'],
    ['request_uri', { request_uri: 'urn:ietf:params:oauth:request_uri:private' }, 'invalid_request_uri'],
    ['request', { request: 'private', request_uri: 'private' }, 'invalid_request'],
  ])('names the parameter %s (%j)', async (parameter, changes, reason) => {
    await ask(changes);
    expect(await detailsOf()).toMatchObject([{ request: 'AUTHORIZATION', reason, parameter }]);
    expect(JSON.stringify(await detailsOf())).not.toContain('private');
  });

  it('names the scope if the user lacks the role that it requires', async () => {
    await deps.store.scopes.insert({ id: 'stock', version: 1, claims: [], requiresRole: true });
    const { client: of } = await makeClient(deps, issuer, { scopes: ['stock'] });
    await ask({ scope: 'stock' }, { of });
    expect(await eventsOf(of)).toMatchObject([
      { ipAddress: HERE, detail: { reason: 'invalid_scope', parameter: 'scope' } },
    ]);
    await deps.store.scopes.delete('stock');
  });

  it('names a parameter that is repeated', async () => {
    for (const name of ['redirect_uri', 'scope', 'request']) {
      const { client: of } = await makeClient(deps, issuer);
      const parameters: [string, string][] = [...queryOf(of), [name, 'x'], [name, 'y']];
      await authorize(deps, issuer, { parameters, ...browserWith(cookie) });
      expect(await detailsOf(of)).toMatchObject([{ reason: 'invalid_request', parameter: name }]);
    }
  });

  it('is no event if the client is unknown', async () => {
    await ask({ client_id: 'unknown' });
    expect(await eventsOf({ ...client, id: 'unknown' })).toEqual([]);
  });

  it('is an event if it was pushed', async () => {
    const input = { parameters: queryOf(client, { code_challenge: undefined, code_challenge_method: undefined }) };
    const authorization = basicHeader(client, secret);
    await refusalOf(pushAuthorizationRequest(deps, issuer, { ...input, authorization, caller: { ipAddress: HERE } }));
    expect(await eventsOf()).toMatchObject([{ ipAddress: HERE, detail: { parameter: 'code_challenge' } }]);
  });

  it('is an event if a device sent it', async () => {
    const input = { parameters: [], authorization: basicHeader(client, secret), caller: { ipAddress: HERE } };
    await refusalOf(authorizeDevice(deps, issuer, input));
    expect(await detailsOf()).toMatchObject([{ request: 'AUTHORIZATION', reason: 'unauthorized_client' }]);
  });

  it('is an event if the settings of the client changed while the user signed in', async () => {
    const answer = await authorize(deps, issuer, { parameters: queryOf(client), ...browserWith('no session') });
    if (answer.kind !== 'interaction') throw new Error('a page was expected');
    const id = new URL(answer.location, 'http://localhost').searchParams.get('interaction') as string;
    await deps.store.clients.update(client, { require_pushed_authorization_requests: true });
    const open = await findInteraction(deps, id, browserWith(cookie).browserHash);
    if (open === undefined) throw new Error('the interaction was expected to be open');
    await continueFlow(deps, authorizationFlow, open, browserWith(cookie));
    expect(await detailsOf()).toMatchObject([{ reason: 'invalid_request', parameter: 'request_uri' }]);
  });

  it('is an event if Basic was used', async () => {
    const { client: of } = await makeClient(deps, issuer, { integrations: ['BASIC'] });
    const login = (parameters: [string, string][], by = of) =>
      basicLogin(deps, { clientId: by.id, parameters, ...browserWith(cookie) });
    await login([['redirectUri', 'https://evil.example/cb?private=1']]);
    expect(await detailsOf(of)).toMatchObject([
      { reason: 'invalid_request', parameter: 'redirectUri', redirectUri: 'https://evil.example/cb' },
    ]);
    await login([['redirectUri', 'https://wiki.example/callback']], client);
    expect(await detailsOf()).toMatchObject([{ reason: 'unauthorized_client' }]);
  });

  it('is no event if prompt=none only finds that the user has to sign in, but one if the user has no access', async () => {
    await authorize(deps, issuer, { parameters: queryOf(client, { prompt: 'none' }), ...browserWith('no session') });
    expect(await eventsOf()).toEqual([]);
    const { client: closed } = await makeClient(deps, issuer, { accessPolicy: 'PERMITTED_USERS' });
    await ask({ prompt: 'none' }, { of: closed });
    expect(await detailsOf(closed)).toMatchObject([{ request: 'AUTHORIZATION', reason: 'access_denied' }]);
    // Another user at the same address has an event of their own.
    const other = await makeUser(deps);
    const { cookie: ofOther } = await signInAs(deps, other);
    const browser = { ...browserWith(ofOther), caller: { ipAddress: HERE } };
    await authorize(deps, issuer, { parameters: queryOf(closed, { prompt: 'none' }), ...browser });
    const users = (await eventsOf(closed)).map(({ userId }) => userId);
    expect(users).toEqual([expect.any(String), other.id]);
  });
});

describe('A failed client authentication', () => {
  const form = { grant_type: 'client_credentials' };

  it('is an event that says what was wrong, which the client does not learn', async () => {
    const { client: strict, secret: own } = await makeClient(deps, issuer, {
      token_endpoint_auth_method: 'client_secret_basic',
    });
    const cases: [of: Client, reason: string, send: () => Promise<unknown>][] = [
      [client, 'wrong_secret', () => requestToken(deps, issuer, form, basicHeader(client, 'private'))],
      [strict, 'wrong_method', () => requestToken(deps, issuer, { ...form, client_id: strict.id, client_secret: own })],
    ];
    for (const [of, reason, send] of cases) {
      expect((await refusalOf(send())).description).not.toContain(reason.replace('_', ' '));
      const [event, ...others] = await eventsOf(of);
      expect(others).toEqual([]);
      expect(event).toMatchObject({
        outcome: 'FAILURE',
        ipAddress: HERE,
        detail: { request: 'CLIENT_AUTHENTICATION', reason },
      });
      expect(JSON.stringify(event)).not.toMatch(new RegExp(`private|${own}`));
    }
  });

  it('is an event if two different secrets were sent, or a client assertion is wrong', async () => {
    await refusalOf(requestToken(deps, issuer, { ...form, client_secret: 'private' }, basicHeader(client, secret)));
    expect(await detailsOf()).toMatchObject([{ request: 'CLIENT_AUTHENTICATION', reason: 'invalid_request' }]);
    const { client: of } = await makeClient(deps, issuer, { token_endpoint_auth_method: 'client_secret_jwt' });
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const client_assertion = `${part({ alg: 'HS256' })}.${part({ sub: of.id, jti: 'private' })}.AAAA`;
    const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    await refusalOf(requestToken(deps, issuer, { ...form, client_assertion, client_assertion_type }));
    expect(await detailsOf(of)).toMatchObject([{ reason: 'invalid_assertion' }]);
    expect(JSON.stringify(await detailsOf(of))).not.toContain('private');
  });

  it('is no event if the client is unknown', async () => {
    await refusalOf(requestToken(deps, issuer, form, basicHeader({ ...client, id: 'unknown' }, 'x')));
    expect(await eventsOf({ ...client, id: 'unknown' })).toEqual([]);
  });
});

describe('Many refusals', () => {
  const wrong = { redirect_uri: 'https://evil.example/' };
  const counts = (details: AuditEvent['detail'][]) => details.filter(({ reason }) => reason === 'repeated');

  it('are one event per address and reason in a minute, and one event with the number of the others', async () => {
    for (let time = 0; time < 20; time += 1) await ask(wrong);
    for (let time = 0; time < 5; time += 1) await ask(wrong, { ipAddress: '192.0.2.2' });
    await ask({ response_type: undefined });
    expect(await detailsOf()).toHaveLength(3);
    clock.advance(59);
    expect(await detailsOf()).toHaveLength(3);
    clock.advance(1);
    const details = await detailsOf();
    expect(details).toHaveLength(4);
    expect(counts(details)).toEqual([{ reason: 'repeated', count: 23, seconds: 60 }]);
    await ask(wrong);
    expect(await detailsOf()).toHaveLength(5);
  });

  it('are at most 60 events in a minute for one client, and do not hide those of another', async () => {
    for (let host = 0; host < 100; host += 1) await ask(wrong, { ipAddress: `198.51.100.${host}` });
    expect(await detailsOf()).toHaveLength(60);
    const { client: other } = await makeClient(deps, issuer);
    await ask(wrong, { of: other });
    expect(await detailsOf(other)).toHaveLength(1);
    clock.advance(60);
    expect(counts(await detailsOf())).toEqual([{ reason: 'repeated', count: 40, seconds: 60 }]);
    expect(await detailsOf()).toHaveLength(61);
  });

  it('of one address do not hide those of others, whatever it sends', async () => {
    const changes: Query[] = [
      ...['response_type', 'redirect_uri', 'scope', 'nonce', 'code_challenge'].map((name) => ({ [name]: undefined })),
      ...['response_type', 'response_mode', 'scope', 'prompt', 'max_age', 'claims', 'id_token_hint', 'dpop_jkt'].map(
        (name) => ({ [name]: 'wrong' }),
      ),
      ...['resource', 'request', 'request_uri', 'registration', 'code_challenge_method', 'code_challenge'].map(
        (name) => ({ [name]: 'wrong' }),
      ),
    ];
    for (const change of changes) await ask(change);
    for (const change of changes) await ask(change, { ipAddress: '2001:db8::1' });
    for (const change of changes) await ask(change, { ipAddress: '2001:db8::2' });
    expect((await eventsOf()).map(({ ipAddress }) => ipAddress)).toEqual([
      ...Array.from({ length: 10 }, () => HERE),
      ...Array.from({ length: 10 }, () => '2001:db8::1'),
    ]);
    await ask(wrong, { ipAddress: '192.0.2.9' });
    expect((await eventsOf()).at(-1)).toMatchObject({ ipAddress: '192.0.2.9', detail: { parameter: 'redirect_uri' } });
  });

  it('of anyone do not hide that a user was refused, and those of one user are at most 10 events', async () => {
    const { client: closed } = await makeClient(deps, issuer, { accessPolicy: 'PERMITTED_USERS' });
    for (let host = 0; host < 100; host += 1) await ask(wrong, { of: closed, ipAddress: `198.51.100.${host}` });
    for (let time = 0; time < 40; time += 1)
      await ask({ prompt: 'none' }, { of: closed, ipAddress: `198.51.100.${time % 20}` });
    const named = (await eventsOf(closed)).filter(({ userId }) => userId !== undefined);
    expect(named.map(({ ipAddress }) => ipAddress)).toEqual(named.map((_, host) => `198.51.100.${host}`));
    expect([named.length, (await eventsOf(closed)).length]).toEqual([10, 70]);
    clock.advance(60);
    expect(counts(await detailsOf(closed))).toEqual([{ reason: 'repeated', count: 70, seconds: 60 }]);
  });

  it('are counted when the server stops, too', async () => {
    await ask(wrong);
    await ask(wrong);
    await audit.stop();
    expect(counts(await detailsOf())).toEqual([{ reason: 'repeated', count: 1, seconds: 60 }]);
  });
});

describe('A URI in a log', () => {
  it.each([
    ['https://a.example/cb?x=1#y', 'https://a.example/cb'],
    ['https://user:password@a.example:8443/cb', 'https://a.example:8443/cb'],
    ['com.example.app:/cb?x=1', 'com.example.app:/cb'],
    ['myapp://host/cb?x', 'myapp://host/cb'],
    ['data:text/html,secret', 'data:'],
    ['javascript:alert(1)', 'javascript:'],
    ['not a URI', 'an invalid URI'],
    [`https://a.example/${'x'.repeat(5000)}`, `https://a.example/${'x'.repeat(282)}`],
  ])('%.40s is shown without secrets', (uri, shown) => {
    expect(loggableUri(uri)).toBe(shown);
  });
});
