import { type BrowserAnswer, withQuery } from '../../access/interaction/browser-answer.js';
import type { Client } from '../../model/clients/client.js';
import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { OAuthError } from '../../model/errors.js';
import type { AuthorizationRequest } from '../protocol/authorization-request.js';
import type { CheckedRedirectUri } from '../protocol/redirect-uri.js';
import { signedResponse } from './signed-response.js';

const PLAIN_MODES = ['query', 'fragment', 'form_post'] as const;
/** The response modes in which the response is a signed JWT (JARM §2.3). */
const SIGNED_MODES = ['jwt', 'query.jwt', 'fragment.jwt', 'form_post.jwt'] as const;

export const RESPONSE_MODES = [...PLAIN_MODES, ...SIGNED_MODES] as const;
export type ResponseMode = (typeof RESPONSE_MODES)[number];

export function isResponseMode(mode: string): mode is ResponseMode {
  return RESPONSE_MODES.some((known) => known === mode);
}

/**
 * The URI and the response mode with which the client receives the response. The URI is registered for the client, so
 * errors can be sent there too.
 */
export interface RedirectTarget {
  readonly issuer: Issuer;
  readonly client: Client;
  readonly uri: CheckedRedirectUri;
  readonly responseMode: ResponseMode;
  readonly state: string | undefined;
}

export function makeRedirectTarget(
  to: Pick<RedirectTarget, 'issuer' | 'client' | 'uri'>,
  parameters: Pick<AuthorizationRequest, 'response_type' | 'response_mode' | 'state'>,
): RedirectTarget {
  return { ...to, responseMode: responseModeOf(parameters), state: parameters.state };
}

/**
 * Returns the requested response mode. If `response_mode` is missing or unknown, returns the default mode of the
 * response type, so that the error about an unknown mode can still be sent to the client.
 * {@link https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#Combinations | Multiple Response Types §5}
 */
function responseModeOf({
  response_type = '',
  response_mode = '',
}: Pick<AuthorizationRequest, 'response_type' | 'response_mode'>): ResponseMode {
  const requested = isResponseMode(response_mode) ? response_mode : 'query';
  const withTokens = response_type.split(' ').some((type) => type === 'token' || type === 'id_token');
  // Multiple Response Types §5: for a response type with token or id_token, even errors must not be in the query.
  return withTokens ? (FRAGMENT_MODES[requested] ?? requested) : requested;
}

const FRAGMENT_MODES: { readonly [mode in ResponseMode]?: ResponseMode } = {
  query: 'fragment',
  jwt: 'fragment.jwt',
  'query.jwt': 'fragment.jwt',
};

/**
 * Sends the authorization code to the client's redirect URI.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2 | RFC 6749 §4.1.2}
 */
export function redirectWithCode(deps: Deps, target: RedirectTarget, code: string): Promise<BrowserAnswer> {
  return redirectWith(deps, target, { code });
}

/**
 * Sends an error to the client's redirect URI.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1 | RFC 6749 §4.1.2.1}
 */
export function redirectWithError(
  deps: Deps,
  target: RedirectTarget,
  { error, description }: OAuthError,
): Promise<BrowserAnswer> {
  return redirectWith(deps, target, { error, error_description: description });
}

async function redirectWith(
  deps: Deps,
  target: RedirectTarget,
  members: Readonly<Record<string, string>>,
): Promise<BrowserAnswer> {
  const { issuer, uri, responseMode, state } = target;
  const plain = {
    ...members,
    // RFC 6749 §4.1.2: if the request had a state, the server must return it unchanged.
    ...(state !== undefined && { state }),
    // RFC 9207 §2: the server must include iss in every authorization response, including errors.
    iss: issuerUrl(deps.config.issuer, issuer),
  };
  const isSigned = SIGNED_MODES.some((mode) => mode === responseMode);
  const parameters = isSigned ? { response: await signedResponse(deps, target, plain) } : plain;
  switch (responseMode) {
    case 'form_post':
    case 'form_post.jwt':
      return { kind: 'form_post', url: uri, parameters };
    case 'fragment':
    case 'fragment.jwt':
      return { kind: 'redirect', url: `${uri}#${new URLSearchParams(parameters)}` };
    default:
      return { kind: 'redirect', url: withQuery(uri, parameters) };
  }
}
