import type { Caller } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';

/** What arrived with a browser's request, apart from its parameters. */
export interface Browser {
  /** SHA-256 of the browser cookie. Absent on a cross-site POST, which is sent without the cookie. */
  readonly browserHash: string | undefined;
  /** Value of the session cookie. */
  readonly sessionCookie: string | undefined;
  readonly caller: Caller;
}

/** A browser that sent its cookie. */
export type KnownBrowser = Browser & { readonly browserHash: string };

/** What a browser gets. The `http` folder turns it into a response. */
export type BrowserAnswer =
  /** 303 to the application. `endedSession`: delete the session cookie. */
  | { readonly kind: 'redirect'; readonly url: string; readonly endedSession?: true }
  /** A page that posts the parameters to the application at once (OAuth 2.0 Form Post Response Mode). */
  | { readonly kind: 'form_post'; readonly url: string; readonly parameters: Readonly<Record<string, string>> }
  /** 303 to a page of this server: a path with its query. */
  | { readonly kind: 'interaction'; readonly location: string }
  /** An error that must not be sent to the application: a page with the error's status. */
  | { readonly kind: 'errorPage'; readonly error: OAuthError };

/** Adds parameters to a URI. RFC 6749 §3.1.2: an existing query component MUST be retained. */
export function withQuery(uri: string, parameters: Readonly<Record<string, string>>): string {
  return `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams(parameters)}`;
}

/** For every attempt to finish an interaction but the first, such as in a second tab. */
export const alreadyFinished: BrowserAnswer = {
  kind: 'errorPage',
  error: new OAuthError('invalid_request', 'This sign-in is already complete. Go back to the application.'),
};
