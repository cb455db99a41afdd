import type { Browser } from '../../access/interaction/browser-answer.js';
import type { ParameterEntries } from '../../access/interaction/parameters.js';
import { type ActiveSession, readSession } from '../../access/sessions/session.js';
import { signOut } from '../../access/sessions/sign-out.js';
import { subjectOf } from '../../access/subject.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { User } from '../../model/people/user.js';
import { type CheckedLogout, checkLogout, type LogoutRequest, readLogoutRequest } from './logout-request.js';

export interface LogoutInput extends Pick<Browser, 'sessionCookie' | 'caller'> {
  /** Of the query, or of the form that was posted. */
  readonly parameters: ParameterEntries;
}

export type LogoutAnswer =
  /** Whoever is signed in is asked first. */
  | { readonly kind: 'ask'; readonly request: LogoutRequest; readonly user: User; readonly client: Client | undefined }
  /** Nobody is signed in any more; `url`: back to the application. */
  | { readonly kind: 'signedOut'; readonly url: string | undefined; readonly uiLocales: string | undefined };

/**
 * The logout endpoint: ends the browser's session, if the ID token proves that it is the application's too; else asks.
 * {@link https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout | RP-Initiated Logout §2}
 *
 * @throws OAuthError for a page.
 */
export async function logout(deps: Deps, issuer: Issuer, input: LogoutInput): Promise<LogoutAnswer> {
  const checked = await checkLogout(deps, issuer, readLogoutRequest(input.parameters));
  const active = await readSession(deps, input.sessionCookie);
  // §2: the OP MUST ask, if there is no id_token_hint, or it does not belong to the current session.
  if (active !== undefined && !isProved(issuer, checked, active)) {
    return { kind: 'ask', request: checked.request, user: active.user, client: checked.client };
  }
  return end(deps, checked, input);
}

/** §2: if the End-User says yes, the OP MUST log them out. The request is checked anew. */
export async function confirmLogout(deps: Deps, issuer: Issuer, input: LogoutInput): Promise<LogoutAnswer> {
  return end(deps, await checkLogout(deps, issuer, readLogoutRequest(input.parameters)), input);
}

function isProved(issuer: Issuer, { client, hint }: CheckedLogout, { session, user }: ActiveSession): boolean {
  return client !== undefined && hint?.sub === subjectOf(issuer, client, user) && hint.sid === session.id;
}

async function end(deps: Deps, { client, url, request }: CheckedLogout, input: LogoutInput): Promise<LogoutAnswer> {
  await signOut(deps, input.sessionCookie, input.caller, client?.id);
  return { kind: 'signedOut', url, uiLocales: request.ui_locales };
}
