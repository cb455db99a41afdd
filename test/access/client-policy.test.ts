import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { BrowserAnswer } from '../../src/access/interaction/browser-answer.js';
import { findInteraction } from '../../src/access/interaction/interaction.js';
import { continueFlow } from '../../src/access/interaction/interaction-flow.js';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { updateClient } from '../../src/admin/clients/client-update.js';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import { updateServerSettings } from '../../src/admin/server-settings/server-settings-update.js';
import type { QueuedAudit } from '../../src/audit/audit-log.js';
import { basicFlow } from '../../src/basic/basic-flow.js';
import { basicLogin } from '../../src/basic/basic-login.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { Deps } from '../../src/model/deps.js';
import { authorizationFlow } from '../../src/oidc/authorization/authorization-flow.js';
import { authorize } from '../../src/oidc/authorization/authorize.js';
import { findAccessToken } from '../../src/oidc/tokens/find-access-token.js';
import { openStore } from '../../src/storage/open-store.js';
import {
  BROWSER_HASH,
  basicHeader,
  browserWith,
  codeFor,
  codeForm,
  type Query,
  queryOf,
  refusalOf,
  requestToken,
} from '../support/authorization.js';
import { authenticate, browser, registerFirstOwner } from '../support/ceremonies.js';
import { type FrozenClock, frozenClock, testDeps } from '../support/deps.js';
import { makeClient } from '../support/fixtures.js';
import '../support/matchers.js';
import { audited } from '../support/own-account.js';
import { type SoftwareAuthenticator, softwareAuthenticator } from '../support/software-authenticator.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/stores.js';

const BOUND = { backupEligible: false, backedUp: false };
const SYNCED = { backupEligible: true, backedUp: true };
const UNMET = { error: 'unmet_authentication_requirements' };
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const API = 'https://api.example/';

describeOnEachDatabase('the policy of a client', (makeDatabase) => {
  let database: TestDatabase;
  let clock: FrozenClock;
  let deps: Deps;
  let issuer: Issuer;
  let client: Client;
  let secret: string;
  let authenticator: SoftwareAuthenticator;
  let cookie: string;

  beforeEach(async () => {
    database = await makeDatabase();
    clock = frozenClock();
    deps = testDeps(await openStore(database.config), { clock });
    issuer = await ensureDefaultIssuer(deps);
  });
  afterEach(async () => {
    await deps.store.close();
    await database.drop();
  });

  /** A user who has just signed in, and a client with this policy. */
  async function given(traits: typeof BOUND, changes: Partial<Client>): Promise<void> {
    authenticator = softwareAuthenticator(traits);
    cookie = (await registerFirstOwner(deps, authenticator)).sessionCookie ?? '';
    ({ client, secret } = await makeClient(deps, issuer, {
      scopes: ['openid', 'offline_access', 'orders'],
      consent: 'NEVER',
      ...changes,
    }));
    clock.advance(10);
  }

  const start = (query: Query = {}) =>
    authorize(deps, issuer, { parameters: queryOf(client, query), ...browserWith(cookie) });
  const signIn = async (forgery = {}, place = BROWSER_HASH) => {
    const signedIn = await authenticate(deps, authenticator, {
      in: { ...browser(place), presentSessionCookie: cookie },
      forgery,
    });
    return signedIn.sessionCookie;
  };
  const tokens = async (query: Query = { scope: 'openid offline_access' }) => {
    const code = await codeFor(deps, issuer, client, cookie, query);
    return requestToken(deps, issuer, codeForm(client, code), basicHeader(client, secret));
  };
  const refresh = (token: unknown) =>
    requestToken(
      deps,
      issuer,
      { grant_type: 'refresh_token', refresh_token: String(token) },
      basicHeader(client, secret),
    );

  /** Continues an interaction after the page. */
  async function resume(answer: BrowserAnswer, flow = authorizationFlow): Promise<BrowserAnswer> {
    if (answer.kind !== 'interaction') throw new Error(`a page was expected: ${JSON.stringify(answer)}`);
    expect(answer.location).toMatch(/^\/login\?/);
    const open = await findInteraction(deps, answer.location.split('=').at(-1) ?? '', BROWSER_HASH);
    if (open === undefined) throw new Error('the interaction is not open');
    return continueFlow(deps, flow, open, browserWith(cookie));
  }

  it('requireDeviceBound: lets a synced passkey in neither silently nor after another sign-in, and logs it', async () => {
    await given(SYNCED, { requireDeviceBound: true });
    expect(await start({ prompt: 'none' })).toRedirectWith(UNMET);
    const answer = await start();
    clock.advance(1);
    cookie = await signIn();
    // The page explains what is needed, and the user can choose another passkey once.
    expect(await resume(answer)).toMatchObject({ kind: 'interaction' });
    clock.advance(1);
    cookie = await signIn();
    expect(await resume(answer)).toRedirectWith(UNMET);
    expect(await start({ acr_values: 'phr', max_age: '1000', prompt: 'none' })).toRedirectWith(UNMET);
    await (deps.audit as QueuedAudit).flush();
    expect(await audited(deps, 'REQUEST_REFUSED')).toMatchObject([
      { clientId: client.id, detail: { reason: 'unmet_authentication_requirements' } },
    ]);
  });

  it('requireDeviceBound: ends code, refresh token, access token and silent sign-in once the passkey is synced', async () => {
    await given(BOUND, { requireDeviceBound: true });
    const issued = await tokens();
    const later = await tokens();
    const code = await codeFor(deps, issuer, client, cookie, {});
    expect(await refresh(issued.refresh_token)).toMatchObject({ refresh_token: expect.any(String) });
    clock.advance(1);
    await authenticate(deps, authenticator, { in: browser('another browser'), forgery: SYNCED });
    expect(await findAccessToken(deps, issuer, String(later.access_token))).toBeUndefined();
    expect(await refusalOf(refresh(later.refresh_token))).toMatchObject({ error: 'invalid_grant' });
    const redeemed = requestToken(deps, issuer, codeForm(client, code), basicHeader(client, secret));
    expect(await refusalOf(redeemed)).toMatchObject({ error: 'invalid_grant' });
    expect(await start({ prompt: 'none' })).toRedirectWith(UNMET);
  });

  it('requireDeviceBound: leaves sessions and tokens of other clients alone, with the acr that holds now', async () => {
    await given(BOUND, {});
    const { refresh_token } = await tokens();
    clock.advance(1);
    await authenticate(deps, authenticator, { in: browser('another browser'), forgery: SYNCED });
    expect(await refresh(refresh_token)).toMatchObject({ refresh_token: expect.any(String) });
    expect(await start({ prompt: 'none' })).toRedirectWith({ code: expect.any(String) });
  });

  it('requireDeviceBound: needs a verified attestation if the server demands attestation', async () => {
    await given(BOUND, { requireDeviceBound: true });
    expect(await start({ prompt: 'none' })).toRedirectWith({ code: expect.any(String) });
    await updateServerSettings(deps, systemCaller, { attestation: 'direct' });
    expect(await start({ prompt: 'none' })).toRedirectWith(UNMET);
  });

  it('requireDeviceBound and defaultAcr: end all earlier grants when an administrator chooses them', async () => {
    await given(SYNCED, {});
    for (const change of [{ requireDeviceBound: true }, { requireDeviceBound: false, defaultAcr: 'phrh' as const }]) {
      const { refresh_token } = await tokens();
      await updateClient(deps, systemCaller, { id: client.id, ...change });
      expect(await refusalOf(refresh(refresh_token))).toMatchObject({ error: 'invalid_grant' });
      expect(await start({ prompt: 'none' })).toRedirectWith(UNMET);
      await updateClient(deps, systemCaller, { id: client.id, requireDeviceBound: false, defaultAcr: null });
    }
  });

  it('bind an API that exchanges the token of a client without a policy', async () => {
    await deps.store.scopes.insert({ id: 'orders', version: 1, claims: [], resource: API });
    await given(SYNCED, {});
    const subject_token = String((await tokens({ scope: 'openid orders', resource: API })).access_token);
    const exchangeBy = async (policy: Partial<Client>) => {
      const changes = { grant_types: [EXCHANGE] as const, audiences: [API], redirect_uris: [], scopes: ['orders'] };
      const api = await makeClient(deps, issuer, { ...changes, ...policy });
      const form = {
        grant_type: EXCHANGE,
        subject_token,
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      };
      return requestToken(deps, issuer, form, basicHeader(api.client, api.secret));
    };
    expect(await exchangeBy({})).toMatchObject({ access_token: expect.any(String) });
    for (const policy of [{ requireDeviceBound: true }, { defaultAcr: 'phrh' as const }])
      expect(await refusalOf(exchangeBy(policy))).toMatchObject({
        error: 'invalid_request',
        description: expect.stringMatching(/^The subject_token parameter is not acceptable\. This client requires/),
      });
    clock.advance(30);
    expect(await exchangeBy({ defaultMaxAge: 60 })).toMatchObject({ access_token: expect.any(String) });
    for (const defaultMaxAge of [0, 29])
      expect(await refusalOf(exchangeBy({ defaultMaxAge }))).toMatchObject({
        error: 'invalid_request',
        description: expect.stringContaining('signed in longer ago than this client accepts'),
      });
  });

  it('applies to Basic, which has no parameter for it', async () => {
    await given(SYNCED, { requireDeviceBound: true, integrations: ['BASIC'] });
    const parameters: [string, string][] = [['redirectUri', client.redirect_uris[0] ?? '']];
    const login = () => basicLogin(deps, { clientId: client.id, parameters, ...browserWith(cookie) });
    const answer = await login();
    clock.advance(1);
    cookie = await signIn();
    expect(await resume(answer, basicFlow as never)).toMatchObject({ kind: 'interaction' });
    clock.advance(1);
    cookie = await signIn();
    expect(await resume(answer, basicFlow as never)).toShowError(UNMET.error);
    await updateClient(deps, systemCaller, { id: client.id, requireDeviceBound: false, defaultMaxAge: 60 });
    expect(await login()).toRedirectWith({ token: expect.any(String) });
    clock.advance(61);
    expect(await login()).toMatchObject({ kind: 'interaction', location: expect.stringMatching(/^\/login/) });
  });

  it('defaultAcr: a request can ask for a higher level, but not for a lower one', async () => {
    await given(BOUND, { defaultAcr: 'phrh' });
    const lower = JSON.stringify({ id_token: { acr: { essential: true, value: 'phr' } } });
    for (const query of [{}, { acr_values: 'phr' }, { claims: lower }])
      expect(await start({ ...query, prompt: 'none' })).toRedirectWith(UNMET);
    await updateClient(deps, systemCaller, { id: client.id, defaultAcr: 'phr' });
    expect(await start({ prompt: 'none' })).toRedirectWith({ code: expect.any(String) });
    const higher = JSON.stringify({ id_token: { acr: { essential: true, value: 'phrh' } } });
    expect(await start({ claims: higher, prompt: 'none' })).toRedirectWith(UNMET);
  });

  it('defaultMaxAge: asks for another sign-in when the last one is too old, and max_age cannot extend it', async () => {
    await given(BOUND, { defaultMaxAge: 60 });
    expect(await start({ prompt: 'none' })).toRedirectWith({ code: expect.any(String) });
    expect(await start({ prompt: 'none', max_age: '5' })).toRedirectWith({ error: 'login_required' });
    clock.advance(60);
    for (const max_age of [undefined, '100000'])
      expect(await start({ prompt: 'none', max_age })).toRedirectWith({ error: 'login_required' });
    const answer = await start();
    clock.advance(800);
    expect(await resume(answer)).toMatchObject({ kind: 'interaction' });
    cookie = await signIn();
    clock.advance(800);
    expect(await resume(answer)).toRedirectWith({ code: expect.any(String) });
  });

  it('defaultMaxAge: 0 asks for a sign-in at every request, and accepts the one that follows it', async () => {
    await given(BOUND, { defaultMaxAge: 0 });
    const answer = await start();
    expect(await resume(answer)).toMatchObject({ kind: 'interaction' });
    clock.advance(5);
    cookie = await signIn();
    clock.advance(5);
    expect(await resume(answer)).toRedirectWith({ code: expect.any(String) });
    expect(await start({ prompt: 'none' })).toRedirectWith({ error: 'login_required' });
  });
});
