import type { Caller } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';

/** The browser and the session that a request comes from. */
export interface Browser {
  /** SHA-256 of the browser cookie. Absent for a cross-site POST, because browsers send no such cookie with it. */
  readonly browserHash: string | undefined;
  readonly sessionCookie: string | undefined;
  readonly caller: Caller;
}

export type KnownBrowser = Browser & { readonly browserHash: string };

/** The response to a browser. The `http` folder converts it to HTTP. */
export type BrowserAnswer =
  /** Redirects to the application with status 303. If `endedSession` is set, the session cookie is deleted as well. */
  | { readonly kind: 'redirect'; readonly url: string; readonly endedSession?: true }
  /** Shows a page that immediately posts the parameters to the application (OAuth 2.0 Form Post Response Mode). */
  | { readonly kind: 'form_post'; readonly url: string; readonly parameters: Readonly<Record<string, string>> }
  /** Redirects to a page of this server with status 303. `location` is a path, which can have a query. */
  | { readonly kind: 'interaction'; readonly location: string }
  /** Shows the error on a page of this server, because it must not be sent to the application. */
  | { readonly kind: 'errorPage'; readonly error: OAuthError };

/** Adds parameters to a URI. RFC 6749 §3.1.2: the query that the URI already has must be kept. */
export function withQuery(uri: string, parameters: Readonly<Record<string, string>>): string {
  return `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams(parameters)}`;
}

/** The response if an interaction is already finished, for example in another tab. */
export const alreadyFinished: BrowserAnswer = {
  kind: 'errorPage',
  error: new OAuthError('invalid_request', 'This sign-in is already complete. Go back to the application.'),
};
