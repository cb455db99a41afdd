import type { Client } from '../../model/clients/client.js';
import type { Caller } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';

export interface Browser {
  /**
   * SHA-256 of the browser cookie. Absent if the request is a cross-site POST, because browsers do not send this cookie
   * with a cross-site POST.
   */
  readonly browserHash: string | undefined;
  readonly sessionCookie: string | undefined;
  readonly caller: Caller;
}

export type KnownBrowser = Browser & { readonly browserHash: string };

/**
 * The kinds of response that a browser can get during an interaction. The `http` folder converts them to HTTP
 * responses.
 */
export type BrowserAnswer =
  /**
   * Redirects the browser to the application with status 303. If `endedSession` is set, the session cookie is deleted
   * as well.
   */
  | { readonly kind: 'redirect'; readonly url: string; readonly endedSession?: true }
  /**
   * Shows a page that immediately posts the parameters to the application, as OAuth 2.0 Form Post Response Mode
   * requires.
   */
  | { readonly kind: 'form_post'; readonly url: string; readonly parameters: Readonly<Record<string, string>> }
  /** Redirects the browser to a page of this server with status 303. `location` is the path and query of the page. */
  | { readonly kind: 'interaction'; readonly location: string }
  /**
   * Shows the user that they declined. This kind of response is used if the application cannot receive this. `restartUrl`
   * is where the user can begin again.
   */
  | { readonly kind: 'declined'; readonly client: Client; readonly restartUrl: string }
  /**
   * Shows the error on a page of this server. This kind of response is used if the error must not be sent to the
   * application, for example because the redirect URI is not registered.
   */
  | { readonly kind: 'errorPage'; readonly error: OAuthError };

/**
 * Adds query parameters to a redirect URI. RFC 6749 §3.1.2: the server must retain a query that the URI already has.
 */
export function withQuery(uri: string, parameters: Readonly<Record<string, string>>): string {
  return `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams(parameters)}`;
}

/** The response to a browser whose interaction is already finished, for example in another tab. */
export const alreadyFinished: BrowserAnswer = {
  kind: 'errorPage',
  error: new OAuthError('invalid_request', 'This sign-in is already complete. Go back to the application.'),
};
