import type { Caller } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';

/** What came with a browser's request, beside its parameters. */
export interface Browser {
  /** SHA-256 of the browser cookie; absent on a cross-site POST, which brings no cookie. */
  readonly browserHash: string | undefined;
  /** Value of the session cookie. */
  readonly sessionCookie: string | undefined;
  readonly caller: Caller;
}

/** What a verb answers a browser with; the edge makes a response of it. */
export type BrowserAnswer =
  /** 303 to the application. `endedSession`: the session cookie may go. */
  | { readonly kind: 'redirect'; readonly url: string; readonly endedSession?: true }
  /** A page that posts the parameters to the application at once (OAuth 2.0 Form Post Response Mode). */
  | { readonly kind: 'form_post'; readonly url: string; readonly parameters: Readonly<Record<string, string>> }
  /** 303 to a page of ours, a path with query. */
  | { readonly kind: 'interaction'; readonly location: string }
  /** What cannot be sent back to an application: a page, with the error's status. */
  | { readonly kind: 'errorPage'; readonly error: OAuthError };

/** RFC 6749 §3.1.2: a query that the URI has is retained. */
export function withQuery(uri: string, parameters: Readonly<Record<string, string>>): string {
  return `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams(parameters)}`;
}

/** What the second of two tabs gets that finish one interaction. */
export const alreadyFinished: BrowserAnswer = {
  kind: 'errorPage',
  error: new OAuthError('invalid_request', 'This sign-in was finished already; go back to the application.'),
};
