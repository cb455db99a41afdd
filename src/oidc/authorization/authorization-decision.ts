import { type Admission, admit, recordDenial } from '../../access/interaction/admission.js';
import { askForAnotherAccount } from '../../access/interaction/another-account.js';
import { alreadyFinished, type Browser, type BrowserAnswer } from '../../access/interaction/browser-answer.js';
import {
  beginInteraction,
  consentPageOf,
  deniedPageOf,
  finishInteraction,
  signInPageOf,
} from '../../access/interaction/interaction.js';
import type { ActiveSession } from '../../access/sessions/session.js';
import type { Interaction } from '../../model/access/interaction.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import type { AuthorizationRequest } from '../protocol/authorization-request.js';
import { type ClaimsRequest, parseClaimsRequest, releasableClaims } from '../protocol/claims-parameter.js';
import { authenticateAfter, parsePrompt } from '../protocol/prompt.js';
import { consumeOnce } from '../protocol/used-once.js';
import { type GrantRequest, issueCode } from '../tokens/grant.js';
import { unmetDemand } from './authentication-demands.js';
import { type AuthorizationConsent, consentTo } from './authorization-consent.js';
import { redirectWithCode } from './authorization-response.js';
import type { CheckedRequest, KeptRequest } from './checked-request.js';

type KnownBrowser = Browser & { readonly browserHash: string };

/** The sign-in decision, and what follows from it. `interaction`: what is open already. */
export async function decide(
  deps: Deps,
  checked: CheckedRequest,
  browser: KnownBrowser,
  interaction: Interaction | undefined,
): Promise<BrowserAnswer> {
  const { client, request } = checked;
  const now = deps.clock.now();
  const after = interaction === undefined ? authenticateAfter(request, now) : interaction.authenticateAfter;
  const admission = await admit(deps, client, browser.sessionCookie, after);
  const unmet = unmetBy(checked, admission);
  if (admission.state === 'admitted' && unmet === undefined) {
    const consent = consentTo(checked, admission, interaction);
    if (consent.state === 'given') {
      return complete(deps, checked, admission, consent, browser.browserHash, interaction);
    }
    if (parsePrompt(request).has('none')) throw new OAuthError('consent_required', 'The user has not consented.');
    const open = interaction ?? (await keep(deps, checked, browser, after));
    return { kind: 'interaction', location: consentPageOf(open) };
  }
  if (parsePrompt(request).has('none')) throw unmet ?? refusalOf(admission);
  if (unmet !== undefined) return askForWhomIsDemanded(deps, checked, browser, interaction, admission.active, unmet);
  const open = interaction ?? (await keep(deps, checked, browser, after));
  if (admission.state !== 'denied') return { kind: 'interaction', location: signInPageOf(open) };
  await recordDenial(deps, client, admission.active, browser.caller);
  return { kind: 'interaction', location: deniedPageOf(open) };
}

function unmetBy({ demands, issuer, client }: CheckedRequest, admission: Admission): OAuthError | undefined {
  return admission.state === 'signInRequired' ? undefined : unmetDemand(demands, issuer, client, admission.active);
}

/** Whoever is signed in is not whom, or not how, the client demands: they sign in anew, and then it is so or an error. */
async function askForWhomIsDemanded(
  deps: Deps,
  checked: CheckedRequest,
  browser: KnownBrowser,
  interaction: Interaction | undefined,
  active: ActiveSession | undefined,
  unmet: OAuthError,
): Promise<BrowserAnswer> {
  if (interaction === undefined) {
    const kept = await keep(deps, checked, browser, deps.clock.now());
    return { kind: 'interaction', location: signInPageOf(kept) };
  }
  if (active !== undefined && active.session.authenticatedAt >= interaction.createdAt) throw unmet;
  return { kind: 'interaction', location: await askForAnotherAccount(deps, interaction) };
}

/** Consume, then issue: of several that finish one interaction exactly one gets a code. */
async function complete(
  deps: Deps,
  { issuer, client, clientGrantEpoch, stored, request, redirectTarget, target, knownScopes }: CheckedRequest,
  admission: Extract<Admission, { state: 'admitted' }>,
  { consent, scopes }: Extract<AuthorizationConsent, { state: 'given' }>,
  browserHash: string,
  interaction: Interaction | undefined,
): Promise<BrowserAnswer> {
  if (interaction !== undefined && !(await finishInteraction(deps, interaction.id, browserHash))) {
    return alreadyFinished;
  }
  await consumeOnce(deps, stored.once);
  const authorization = { issuer, client, clientGrantEpoch, admission, consent, ...target, scopes };
  const claims = releasableClaims(parseClaimsRequest(request), client, knownScopes);
  const code = await issueCode(deps, { ...authorization, request: grantRequestOf(request, claims) });
  return redirectWithCode(deps, redirectTarget, code);
}

function grantRequestOf(request: AuthorizationRequest, claims: ClaimsRequest): GrantRequest {
  const { redirect_uri, code_challenge, nonce, dpop_jkt } = request;
  return {
    ...(redirect_uri !== undefined && { redirect_uri }),
    ...(code_challenge !== undefined && { code_challenge }),
    ...(nonce !== undefined && { nonce }),
    ...(dpop_jkt !== undefined && { dpop_jkt }),
    ...(Object.keys(claims).length > 0 && { claims }),
  };
}

/** Keeps the request until its user is signed in. Without `browserHash` the next browser to come with it has it. */
export function keep(
  deps: Deps,
  { issuer, client, clientGrantEpoch, stored, request }: CheckedRequest,
  { browserHash, caller }: Browser,
  after: Date | undefined,
): Promise<Interaction> {
  const kept: KeptRequest = { ...stored, clientGrantEpoch };
  return beginInteraction(deps, {
    issuer,
    client,
    caller,
    kind: 'oidc',
    request: kept,
    register: parsePrompt(request).has('create') && client.registrationEnabled,
    ...(browserHash !== undefined && { browserHash }),
    ...(after !== undefined && { authenticateAfter: after }),
    ...(request.login_hint !== undefined && { loginHint: request.login_hint }),
    ...(request.ui_locales !== undefined && { uiLocales: request.ui_locales }),
  });
}

/** OpenID Connect Core §3.1.2.6: what `prompt=none` is answered with where there would be a page. */
function refusalOf({ state }: Admission): OAuthError {
  return state === 'denied'
    ? new OAuthError('access_denied', 'The user has no permission for the client.')
    : new OAuthError('login_required', 'The user is not signed in.');
}
