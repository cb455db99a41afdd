import type { BrowserAnswer } from '../access/interaction/browser-answer.js';
import { findActiveSession } from '../access/sessions/session.js';
import { signOutUser } from '../access/sessions/sign-out.js';
import type { Client } from '../model/clients/client.js';
import type { Deps } from '../model/deps.js';
import { OAuthError } from '../model/errors.js';
import type { User } from '../model/people/user.js';
import {
  type BasicInput,
  getBasicClient,
  parseBasicLogout,
  parseRegisteredUri,
  type RegisteredUri,
} from './basic-request.js';
import { isTokenOfSession } from './basic-token.js';

export type BasicLogoutInput = Omit<BasicInput, 'browserHash'>;

export type BasicLogoutAnswer =
  /** The user must confirm the sign-out on a page. */
  | { readonly kind: 'ask'; readonly user: User; readonly client: Client; readonly redirectUri: RegisteredUri }
  | Extract<BrowserAnswer, { kind: 'redirect' | 'errorPage' }>;

/**
 * Ends the browser's session and redirects to `redirectUri`, which must be a registered post-logout redirect URI of the
 * client. If the request does not contain the token that the client received in this session, the user must confirm the
 * sign-out first, because any web page can link to this URL.
 */
export function basicLogout(deps: Deps, input: BasicLogoutInput): Promise<BasicLogoutAnswer> {
  return endWithProof(deps, input, 'token');
}

/** Ends the session after the user has confirmed the sign-out on the page. */
export function confirmBasicLogout(deps: Deps, input: BasicLogoutInput): Promise<BasicLogoutAnswer> {
  return endWithProof(deps, input, 'confirmation');
}

async function endWithProof(
  deps: Deps,
  input: BasicLogoutInput,
  proof: 'token' | 'confirmation',
): Promise<BasicLogoutAnswer> {
  try {
    const request = parseBasicLogout(input.parameters);
    const client = await getBasicClient(deps, input.clientId);
    const redirectUri = parseRegisteredUri(client, 'post_logout_redirect_uris', request);
    const active = await findActiveSession(deps, input.sessionCookie);
    if (active === undefined) return { kind: 'redirect', url: redirectUri, endedSession: true };
    if (proof === 'token' && !(await isTokenOfSession(deps, client, active, request.token))) {
      return { kind: 'ask', user: active.user, client, redirectUri };
    }
    await signOutUser(deps, active, input.caller, client.id);
    return { kind: 'redirect', url: redirectUri, endedSession: true };
  } catch (error) {
    if (error instanceof OAuthError) return { kind: 'errorPage', error };
    throw error;
  }
}
