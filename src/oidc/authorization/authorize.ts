import { alreadyFinished, type Browser, type BrowserAnswer } from '../../access/interaction/browser-answer.js';
import { finishInteraction, nextOf, type OpenInteraction } from '../../access/interaction/interaction.js';
import type { ParameterEntries } from '../../access/interaction/parameters.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { readAuthorizationRequest } from '../protocol/authorization-request.js';
import { authenticateAfter } from '../protocol/prompt.js';
import { decide, keep } from './authorization-decision.js';
import { type RedirectTarget, redirectWithError } from './authorization-response.js';
import { checkKept, checkNew, type Prove } from './checked-request.js';

export interface AuthorizationInput extends Browser {
  /** Of the query, or of the form that was posted. */
  readonly parameters: ParameterEntries;
}

/**
 * The authorization endpoint: lets the client have a code, or leads the user to where they sign in.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-3.1 | RFC 6749 §3.1},
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#AuthorizationEndpoint | OpenID Connect Core §3.1.2}
 */
export function authorize(deps: Deps, issuer: Issuer, input: AuthorizationInput): Promise<BrowserAnswer> {
  return answering(deps, async (prove) => {
    const checked = await checkNew(deps, issuer, readAuthorizationRequest(input.parameters), prove);
    const { browserHash } = input;
    if (browserHash !== undefined) return decide(deps, checked, { ...input, browserHash }, undefined);
    // A Lax cookie does not come with a cross-site POST: whether somebody is signed in shows when the browser comes back.
    const after = authenticateAfter(checked.request, deps.clock.now());
    return { kind: 'interaction', location: nextOf(await keep(deps, checked, input, after)) };
  });
}

/** Goes on with an authorization whose user has signed in meanwhile, or comes back from a page: decided anew. */
export function resumeAuthorization(
  deps: Deps,
  open: OpenInteraction,
  browser: Browser & { readonly browserHash: string },
): Promise<BrowserAnswer> {
  return answering(deps, async (prove) => {
    const checked = await checkKept(deps, open, prove);
    if (checked.clientGrantEpoch !== open.client.grantEpoch) {
      throw new OAuthError('access_denied', 'The grants of the client were ended during the sign-in; begin again.');
    }
    return decide(deps, checked, browser, open.interaction);
  });
}

/** Leads somebody who will not, or may not, go on back to the client: `access_denied`, once. */
export function denyAuthorization(deps: Deps, open: OpenInteraction, browserHash: string): Promise<BrowserAnswer> {
  return answering(deps, async (prove) => {
    await checkKept(deps, open, prove);
    if (!(await finishInteraction(deps, open.interaction.id, browserHash))) return alreadyFinished;
    throw new OAuthError('access_denied', 'The user was not let in, or declined.');
  });
}

/** Before the redirect URI is proved, an error is shown; after that it is sent there. */
async function answering(deps: Deps, steps: (prove: Prove) => Promise<BrowserAnswer>): Promise<BrowserAnswer> {
  let proved: RedirectTarget | undefined;
  try {
    return await steps((target) => {
      proved = target;
    });
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return proved === undefined ? { kind: 'errorPage', error } : sendError(deps, proved, error);
  }
}

/** An error that cannot be signed, as a client with `jwt` as its response mode demands, is shown. */
async function sendError(deps: Deps, target: RedirectTarget, error: OAuthError): Promise<BrowserAnswer> {
  try {
    return await redirectWithError(deps, target, error);
  } catch (unsigned) {
    if (unsigned instanceof OAuthError) return { kind: 'errorPage', error: unsigned };
    throw unsigned;
  }
}
