import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { BrowserAnswer } from '../../../src/access/interaction/browser-answer.js';
import type { FlowDescription } from '../../../src/access/interaction/flow-description.js';
import { findInteraction, finishing, type OpenInteraction } from '../../../src/access/interaction/interaction.js';
import { continueFlow, denyFlow, findPageStep } from '../../../src/access/interaction/interaction-flow.js';
import { basicFlow } from '../../../src/basic/basic-flow.js';
import { basicLogin } from '../../../src/basic/basic-login.js';
import type { Client } from '../../../src/model/clients/client.js';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import type { Deps } from '../../../src/model/deps.js';
import { authorizationFlow } from '../../../src/oidc/authorization/authorization-flow.js';
import { authorize } from '../../../src/oidc/authorization/authorize.js';
import { BROWSER_HASH, browserWith, queryOf } from '../../support/authorization.js';
import { makeClient, makeUser, signInAs } from '../../support/fixtures.js';
import '../../support/matchers.js';
import { openWorld } from '../../support/world.js';

let deps: Deps;
let issuer: Issuer;
let cookie: string;

beforeAll(async () => {
  ({ deps, issuer } = await openWorld());
  ({ cookie } = await signInAs(deps, await makeUser(deps)));
});
afterAll(() => deps.store.close());

/** A cookie that names no session. */
const SIGNED_OUT = 'none';

interface Kind {
  readonly flow: FlowDescription;
  /** Starts a sign-in with the client. */
  start(client: Client): Promise<BrowserAnswer>;
}

const KINDS: Readonly<Record<'OIDC' | 'BASIC', Kind>> = {
  OIDC: {
    flow: authorizationFlow,
    start: (client) => authorize(deps, issuer, { parameters: queryOf(client), ...browserWith(SIGNED_OUT) }),
  },
  BASIC: {
    flow: basicFlow,
    start: (client) => {
      const parameters: [string, string][] = [['redirectUri', client.redirect_uris[0] ?? '']];
      return basicLogin(deps, { clientId: client.id, parameters, ...browserWith(SIGNED_OUT) });
    },
  },
};

async function reopen(id: string): Promise<OpenInteraction> {
  const open = await findInteraction(deps, id, BROWSER_HASH);
  if (open === undefined) throw new Error('the interaction is not open');
  return open;
}

describe.each(['OIDC', 'BASIC'] as const)('the interaction flow of %s', (integration) => {
  const { flow, start } = KINDS[integration];
  const signedIn = () => browserWith(cookie);
  let client: Client;
  let id: string;

  beforeEach(async () => {
    ({ client } = await makeClient(deps, issuer, { integrations: [integration], consent: 'ALWAYS' }));
    const answer = await start(client);
    if (answer.kind !== 'interaction') throw new Error(`a page was expected: ${JSON.stringify(answer)}`);
    id = answer.location.split('=').at(-1) ?? '';
  });

  it('asks for consent after the sign-in', async () => {
    const answer = await continueFlow(deps, flow, await reopen(id), signedIn());
    expect(answer).toEqual({ kind: 'interaction', location: `/consent?interaction=${id}` });
    const step = await findPageStep(deps, flow, await reopen(id), signedIn());
    expect(step).toMatchObject({ kind: 'consent', question: { client: { id: client.id } } });
  });

  it('shows no page and denies the request if the client’s grants were revoked meanwhile', async () => {
    await deps.store.clients.update(client, { grantEpoch: 1 });
    expect(await findPageStep(deps, flow, await reopen(id), signedIn())).toBeUndefined();
    expect(await continueFlow(deps, flow, await reopen(id), signedIn())).toRedirectWith({ error: 'access_denied' });
  });

  it('shows an error instead of a page if the client no longer uses this integration', async () => {
    await deps.store.clients.update(client, { integrations: [] });
    expect(await findPageStep(deps, flow, await reopen(id), signedIn())).toBeUndefined();
    expect(await continueFlow(deps, flow, await reopen(id), signedIn())).toShowError('unauthorized_client');
    expect(await denyFlow(deps, flow, await reopen(id), BROWSER_HASH)).toShowError('unauthorized_client');
  });

  it('does not show the page about missing access to a user who must sign in again', async () => {
    await deps.store.clients.update(client, { accessPolicy: 'PERMITTED_USERS' });
    expect(await findPageStep(deps, flow, await reopen(id), signedIn())).toMatchObject({ kind: 'denied' });
    await deps.store.interactions.update(id, { authenticateAfter: new Date(deps.clock.now().getTime() + 1) });
    expect(await findPageStep(deps, flow, await reopen(id), signedIn())).toEqual({ kind: 'signIn' });
  });

  it('can be finished only by its browser, once, and before it expires', async () => {
    const { expiresAt } = (await reopen(id)).interaction;
    const late: Deps = { ...deps, clock: { now: () => expiresAt } };
    const isFinished = (at: Deps, browserHash: string) => deps.store.commit([finishing(at, id, browserHash)]);
    expect(await isFinished(deps, 'another')).toBe(false);
    expect(await isFinished(late, BROWSER_HASH)).toBe(false);
    expect(await isFinished(deps, BROWSER_HASH)).toBe(true);
    expect(await isFinished(deps, BROWSER_HASH)).toBe(false);
  });

  it('returns access_denied to the client once if the user denies the request', async () => {
    const open = await reopen(id);
    expect(await denyFlow(deps, flow, open, BROWSER_HASH)).toRedirectWith({ error: 'access_denied' });
    expect(await denyFlow(deps, flow, open, BROWSER_HASH)).toShowError('invalid_request');
  });
});

describe('interactions that version 0.1 began', () => {
  it('can continue in Basic without a stored clientGrantEpoch', async () => {
    const { client } = await makeClient(deps, issuer, { integrations: ['BASIC'] });
    const answer = await KINDS.BASIC.start(client);
    const id = answer.kind === 'interaction' ? (answer.location.split('=').at(-1) ?? '') : '';
    const { interaction, ...parties } = await reopen(id);
    const { clientGrantEpoch, ...request } = interaction.request;
    expect(clientGrantEpoch).toBe(0);
    const old = { ...parties, interaction: { ...interaction, request } };
    expect(await continueFlow(deps, basicFlow, old, browserWith(cookie))).toRedirectWith({ token: expect.any(String) });
  });

  it('can continue in OpenID Connect with the members that are stored today', async () => {
    const { client } = await makeClient(deps, issuer);
    const answer = await KINDS.OIDC.start(client);
    const id = answer.kind === 'interaction' ? (answer.location.split('=').at(-1) ?? '') : '';
    const { interaction } = await reopen(id);
    expect(interaction.request).toEqual({
      request: Object.fromEntries(queryOf(client)),
      signed: false,
      pushed: false,
      once: [],
      clientGrantEpoch: 0,
    });
  });
});
