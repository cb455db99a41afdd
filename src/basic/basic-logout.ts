import type { BrowserAnswer } from '../access/interaction/browser-answer.js';
import { signOut } from '../access/sessions/sign-out.js';
import type { Deps } from '../model/deps.js';
import { OAuthError } from '../model/errors.js';
import { type BasicInput, getBasicClient, parseBasicRequest, parseRegisteredUri } from './basic-request.js';

/**
 * Ends the browser's session and redirects to `redirectUri`, which must be a registered post-logout redirect URI of the
 * client.
 */
export async function basicLogout(deps: Deps, input: BasicInput): Promise<BrowserAnswer> {
  try {
    const request = parseBasicRequest(input.parameters);
    const client = await getBasicClient(deps, input.clientId);
    const url = parseRegisteredUri(client, 'post_logout_redirect_uris', request);
    await signOut(deps, input.sessionCookie, input.caller, client.id);
    return { kind: 'redirect', url, endedSession: true };
  } catch (error) {
    if (error instanceof OAuthError) return { kind: 'errorPage', error };
    throw error;
  }
}
