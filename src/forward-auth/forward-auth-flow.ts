import { knownScopes } from '../access/claims/known-scopes.js';
import type { ConsentQuestion } from '../access/consent.js';
import type { BrowserAnswer, KnownBrowser } from '../access/interaction/browser-answer.js';
import type { Approval, FlowDescription, FlowRequest, Reopened } from '../access/interaction/flow-description.js';
import type { OpenInteraction } from '../access/interaction/interaction.js';
import { startFlow } from '../access/interaction/interaction-flow.js';
import { planCode } from '../access/plan-code.js';
import { sha256 } from '../keys/secrets.js';
import type { Plan } from '../model/change-record.js';
import { insertion } from '../model/change-set.js';
import type { Client } from '../model/clients/client.js';
import type { Deps } from '../model/deps.js';
import { OAuthError } from '../model/errors.js';
import { secondsAfter } from '../model/time.js';
import { IDENTITY_SCOPES } from './identity-headers.js';
import { OWN_PATH } from './path-rules.js';
import { findPushedSignIn, isOfSite } from './pushed-sign-in.js';
import type { SiteRequest } from './signed-in.js';
import { findSiteOf, parseSiteOrigin, type Site } from './site.js';

/** A sign-in at a protected host that has passed all checks. */
interface SiteSignIn extends FlowRequest {
  readonly site: SiteRequest;
  readonly pushedId: string;
}

/** The request as it is stored while the user signs in. */
type WaitingSignIn = SiteRequest & { readonly pushedId: string; readonly clientGrantEpoch: number };

/** A used request is remembered for longer than an interaction waits. */
const USED_SECONDS = 3600;

/** Signs the user in, then redirects the browser to the protected host with a code. */
export async function authorizeSite(deps: Deps, handle: string, browser: KnownBrowser): Promise<BrowserAnswer> {
  const pushed = await findPushedSignIn(deps, handle);
  const client = pushed && (await deps.store.clients.find(pushed.clientId));
  const request = pushed?.request as SiteRequest | undefined;
  const site = client && request && (await findSiteOfRequest(deps, client, request));
  if (pushed === undefined || request === undefined || site === undefined || !isOfSite(pushed, site)) return expired;
  const waiting: WaitingSignIn = { ...request, pushedId: pushed.id, clientGrantEpoch: site.client.grantEpoch };
  const signIn = toSignIn(site, waiting);
  return startFlow(
    deps,
    forwardAuthFlow,
    { request: signIn, waiting: { kind: 'forward-auth', request: waiting } },
    browser,
  );
}

/** The steps in which a sign-in at a protected host differs from other sign-ins. */
export const forwardAuthFlow: FlowDescription<SiteSignIn> = {
  reopen,
  makeConsentQuestion,
  planIssue,
  checkUnused,
  decline: ({ client, site }) => ({ kind: 'declined', client, restartUrl: `${site.origin}${site.target}` }),
  deny: async (_deps, _request, error) => ({ kind: 'errorPage', error }),
  fail: async (_deps, _request, error) => ({ kind: 'errorPage', error }),
};

const expired: BrowserAnswer = {
  kind: 'errorPage',
  error: new OAuthError(
    'invalid_request',
    'This sign-in has expired, or the application is no longer protected by this server. Open the application again.',
  ),
};

async function reopen(deps: Deps, { interaction, client }: OpenInteraction): Promise<Reopened<SiteSignIn>> {
  const waiting = interaction.request as WaitingSignIn;
  const site = await findSiteOfRequest(deps, client, waiting);
  return site === undefined ? { refused: expired } : { request: toSignIn(site, waiting) };
}

async function findSiteOfRequest(deps: Deps, client: Client, { origin }: SiteRequest): Promise<Site | undefined> {
  const [scheme = '', host = ''] = origin.split('://');
  const parsed = parseSiteOrigin(scheme, host);
  return parsed && findSiteOf(deps, client, parsed);
}

function toSignIn({ client, issuer }: Site, waiting: WaitingSignIn): SiteSignIn {
  const { origin, target, challenge, pushedId, clientGrantEpoch } = waiting;
  return { client, issuer, clientGrantEpoch, silent: false, site: { origin, target, challenge }, pushedId };
}

/** The application receives the claims of these scopes in headers, so the user must consent to them. */
async function makeConsentQuestion(
  deps: Deps,
  { client }: SiteSignIn,
  active: ConsentQuestion['active'],
  answer: ConsentQuestion['answer'],
): Promise<ConsentQuestion> {
  const known = await knownScopes(deps);
  const scopes = IDENTITY_SCOPES.filter((name) => known.some(({ id }) => id === name));
  return { client, active, knownScopes: known, asked: { scopes, claims: [] }, alwaysAsk: false, answer };
}

async function planIssue(deps: Deps, request: SiteSignIn, approval: Approval): Promise<Plan<BrowserAnswer>> {
  const { client, issuer, clientGrantEpoch, site, pushedId } = request;
  const { changes, result: code } = planCode(deps, {
    ...approval,
    client,
    issuer,
    clientGrantEpoch,
    resource: [],
    request: { forwardAuth: site },
  });
  const use = { id: usedKey(pushedId), expiresAt: secondsAfter(deps.clock.now(), USED_SECONDS) };
  const url = `${site.origin}${OWN_PATH}/callback?${new URLSearchParams({ code })}`;
  return { changes: [insertion('usedOnce', use), ...changes], result: { kind: 'redirect', url } };
}

async function checkUnused(deps: Deps, { pushedId }: SiteSignIn): Promise<void> {
  if ((await deps.store.usedOnce.findUse(usedKey(pushedId))) === undefined) return;
  throw new OAuthError('invalid_request', 'This sign-in is already complete. Open the application again.');
}

function usedKey(pushedId: string): string {
  return sha256(JSON.stringify(['forward-auth', pushedId]));
}
