/*
 * This folder ends a session if an application requests it (RP-Initiated Logout). After a session has ended, this
 * folder informs the applications to which the user had signed in (Back-Channel Logout). The pages on which users
 * confirm the sign-out are in `http`.
 */

import type { Browser } from '../../access/interaction/browser-answer.js';
import type { ParameterEntries } from '../../access/interaction/parameters.js';
import { findActiveSession } from '../../access/sessions/session.js';
import { signOutByClient, signOutUser } from '../../access/sessions/sign-out.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { User } from '../../model/people/user.js';
import { findHintedSession, isHintOfSession } from './hinted-session.js';
import { type CheckedLogout, checkLogout, type LogoutRequest, parseLogoutRequest } from './logout-request.js';

export interface LogoutInput extends Pick<Browser, 'sessionCookie' | 'caller'> {
  /** The parameters of the logout request, from the query (GET) or from the form (POST). */
  readonly parameters: ParameterEntries;
}

export type LogoutAnswer =
  /** The user must confirm the sign-out on a page. */
  | { readonly kind: 'ask'; readonly request: LogoutRequest; readonly user: User; readonly client: Client | undefined }
  /**
   * The session has ended, or there was none. `url` leads back to the application, and is `undefined` if the request
   * named no redirect URI.
   */
  | { readonly kind: 'signedOut'; readonly url: string | undefined; readonly uiLocales: string | undefined };

/**
 * The logout endpoint. It ends the browser's session, but if the `id_token_hint` does not belong to that session, the
 * user must confirm the sign-out first. A request without a browser session, for example from an application's server,
 * ends the session in which the `id_token_hint` was issued.
 * {@link https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout | RP-Initiated Logout §2}
 *
 * @throws OAuthError, which must be shown on a page, because the redirect URI is possibly not registered
 */
export async function logout(deps: Deps, issuer: Issuer, input: LogoutInput): Promise<LogoutAnswer> {
  const checked = await checkLogout(deps, issuer, parseLogoutRequest(input.parameters));
  const active = await findActiveSession(deps, input.sessionCookie);
  if (active === undefined) {
    const hinted = await findHintedSession(deps, issuer, checked);
    if (hinted !== undefined) await signOutByClient(deps, hinted, input.caller, checked.client?.id);
    return signedOut(checked);
  }
  // RP-Initiated Logout §2: the server must ask the user if the id_token_hint does not belong to the current session.
  if (!isHintOfSession(issuer, checked, active)) {
    return { kind: 'ask', request: checked.request, user: active.user, client: checked.client };
  }
  await signOutUser(deps, active, input.caller, checked.client?.id);
  return signedOut(checked);
}

/** Ends the session after the user has confirmed the sign-out on the page (RP-Initiated Logout §2). */
export async function confirmLogout(deps: Deps, issuer: Issuer, input: LogoutInput): Promise<LogoutAnswer> {
  const checked = await checkLogout(deps, issuer, parseLogoutRequest(input.parameters));
  const active = await findActiveSession(deps, input.sessionCookie);
  if (active !== undefined) await signOutUser(deps, active, input.caller, checked.client?.id);
  return signedOut(checked);
}

function signedOut({ url, request }: CheckedLogout): LogoutAnswer {
  return { kind: 'signedOut', url, uiLocales: request.ui_locales };
}
