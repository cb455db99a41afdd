import { type BrowserAnswer, withQuery } from '../access/browser-answer.js';
import type { Deps } from '../model/deps.js';
import type { OAuthError } from '../model/errors.js';
import { type Issuer, issuerUrl } from '../model/issuer.js';
import type { AuthorizationRequest } from './authorization-request.js';
import type { ProvedRedirectUri } from './redirect-uri.js';

export const RESPONSE_MODES = ['query', 'fragment', 'form_post'] as const;
export type ResponseMode = (typeof RESPONSE_MODES)[number];

/** Where, and how, the client is answered. Its URI was proved: errors may be sent there. */
export interface RedirectTarget {
  readonly uri: ProvedRedirectUri;
  readonly responseMode: ResponseMode;
  readonly state: string | undefined;
}

/** An unknown mode is an error that is answered in the mode that the response type has by default. */
export const redirectTarget = (
  uri: ProvedRedirectUri,
  { response_mode, state }: Pick<AuthorizationRequest, 'response_mode' | 'state'>,
): RedirectTarget => ({ uri, responseMode: RESPONSE_MODES.find((mode) => mode === response_mode) ?? 'query', state });

/**
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2 | RFC 6749 §4.1.2}, with `iss` in every response
 * ({@link https://www.rfc-editor.org/rfc/rfc9207#section-2 | RFC 9207 §2}).
 */
export const redirectWithCode = (deps: Deps, issuer: Issuer, target: RedirectTarget, code: string): BrowserAnswer =>
  answer(deps, issuer, target, { code });

/** {@link https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1 | RFC 6749 §4.1.2.1} */
export const redirectWithError = (
  deps: Deps,
  issuer: Issuer,
  target: RedirectTarget,
  { error, description }: OAuthError,
): BrowserAnswer => answer(deps, issuer, target, { error, error_description: description });

const answer = (
  deps: Deps,
  issuer: Issuer,
  { uri, responseMode, state }: RedirectTarget,
  members: Readonly<Record<string, string>>,
): BrowserAnswer => {
  const parameters = {
    ...members,
    // REQUIRED if a "state" parameter was present in the request: the exact value received.
    ...(state !== undefined && { state }),
    iss: issuerUrl(deps.config.issuer, issuer),
  };
  if (responseMode === 'form_post') return { kind: 'form_post', url: uri, parameters };
  const url = responseMode === 'query' ? withQuery(uri, parameters) : `${uri}#${new URLSearchParams(parameters)}`;
  return { kind: 'redirect', url };
};
