import { decideRequest, type ProxiedRequest } from '../../src/forward-auth/decide-request.js';
import { finishSignIn, type SignedInBrowser } from '../../src/forward-auth/finish-sign-in.js';
import { authorizeSite } from '../../src/forward-auth/forward-auth-flow.js';
import { beginSignIn } from '../../src/forward-auth/pushed-sign-in.js';
import { findSite, type SiteOrigin } from '../../src/forward-auth/site.js';
import type { Client } from '../../src/model/clients/client.js';
import type { ForwardAuthRule, UserHeader } from '../../src/model/clients/forward-auth.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { Deps } from '../../src/model/deps.js';
import { browserWith } from '../support/authorization.js';
import { makeClient } from '../support/fixtures.js';

export const WIKI: SiteOrigin = { scheme: 'https', host: 'wiki.example' };
export const CALLER = { ipAddress: '192.0.2.1' };

/** A client that protects these hosts, stored. */
export async function makeSite(
  deps: Deps,
  issuer: Issuer,
  hosts: readonly string[],
  {
    rules = [],
    userHeader = 'USERNAME',
    ...changes
  }: Partial<Client> & { rules?: ForwardAuthRule[]; userHeader?: UserHeader } = {},
): Promise<Client> {
  const forwardAuth = { hosts, rules, userHeader };
  const { client } = await makeClient(deps, issuer, { integrations: ['FORWARD_AUTH'], forwardAuth, ...changes });
  for (const host of hosts) {
    await deps.store.protectedHosts.insert({ id: host, clientId: client.id, clientGeneration: client.generation });
  }
  return client;
}

/** A request of a program, which says nothing about a page. */
const PROGRAM = { site: undefined, host: undefined, canChange: true };

/** What the server decides about a navigation to the start page, unless `changes` say otherwise. */
export function decide(deps: Deps, changes: Partial<ProxiedRequest> = {}) {
  const navigation = {
    origin: WIKI,
    method: 'GET',
    target: '/',
    isNavigation: true,
    source: PROGRAM,
    cookie: undefined,
  };
  return decideRequest(deps, { ...navigation, ...changes });
}

/** Begins a sign-in at the host and goes to this server's page. */
export async function begin(deps: Deps, origin: SiteOrigin, returnTo = '/') {
  const site = await findSite(deps, origin);
  if (site === undefined) throw new Error('the host was expected to be protected');
  const begun = await beginSignIn(deps, site, { returnTo, browserSecrets: [], caller: CALLER });
  return { site, secret: begun.browserSecret, handle: new URL(begun.url).searchParams.get('request') ?? '' };
}

/** The answer of this server to a browser with this session. */
export function authorize(deps: Deps, handle: string, sessionCookie: string | undefined) {
  return authorizeSite(deps, handle, browserWith(sessionCookie));
}

/** The code of a sign-in at the host, by a user who is signed in at this server. */
export async function codeAt(deps: Deps, origin: SiteOrigin, sessionCookie: string, returnTo?: string) {
  const begun = await begin(deps, origin, returnTo);
  const answer = await authorize(deps, begun.handle, sessionCookie);
  if (answer.kind !== 'redirect') throw new Error(`a redirect was expected: ${JSON.stringify(answer)}`);
  return { ...begun, url: new URL(answer.url), code: new URL(answer.url).searchParams.get('code') ?? '' };
}

/** Signs in at the host, by a user who is signed in at this server. */
export async function signInAtSite(
  deps: Deps,
  origin: SiteOrigin,
  sessionCookie: string,
  returnTo?: string,
): Promise<SignedInBrowser> {
  const { site, secret, code } = await codeAt(deps, origin, sessionCookie, returnTo);
  return finishSignIn(deps, site, { code, browserSecrets: [secret], caller: CALLER });
}
