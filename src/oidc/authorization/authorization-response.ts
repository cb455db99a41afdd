import { type BrowserAnswer, withQuery } from '../../access/interaction/browser-answer.js';
import type { Client } from '../../model/clients/client.js';
import { type Issuer, issuerUrl } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { OAuthError } from '../../model/errors.js';
import type { AuthorizationRequest } from '../protocol/authorization-request.js';
import type { CheckedRedirectUri } from '../protocol/redirect-uri.js';
import { signedResponse } from './signed-response.js';

const PLAIN_MODES = ['query', 'fragment', 'form_post'] as const;
/** {@link https://openid.net/specs/oauth-v2-jarm.html#section-2.3 | JARM §2.3} */
const SIGNED_MODES = ['jwt', 'query.jwt', 'fragment.jwt', 'form_post.jwt'] as const;

export const RESPONSE_MODES = [...PLAIN_MODES, ...SIGNED_MODES] as const;
export type ResponseMode = (typeof RESPONSE_MODES)[number];

/** Where, and how, the client is answered. Its URI was proved: errors may be sent there. */
export interface RedirectTarget {
  readonly issuer: Issuer;
  readonly client: Client;
  readonly uri: CheckedRedirectUri;
  readonly responseMode: ResponseMode;
  readonly state: string | undefined;
}

/** Where, and how, the request wants to be answered. */
export function makeRedirectTarget(
  at: Pick<RedirectTarget, 'issuer' | 'client' | 'uri'>,
  request: Pick<AuthorizationRequest, 'response_type' | 'response_mode' | 'state'>,
): RedirectTarget {
  return { ...at, responseMode: responseModeOf(request), state: request.state };
}

/**
 * An unknown mode is an error that is answered in the mode that the response type has by default.
 * {@link https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#Combinations | Multiple Response Types §5}
 */
function responseModeOf({
  response_type = '',
  response_mode,
}: Pick<AuthorizationRequest, 'response_type' | 'response_mode'>): ResponseMode {
  const asked = RESPONSE_MODES.find((mode) => mode === response_mode) ?? 'query';
  const ofTokens = response_type.split(' ').some((type) => type === 'token' || type === 'id_token');
  // For types with tokens the query encoding MUST NOT be used, also to say that they are not offered.
  return ofTokens ? (IN_FRAGMENT[asked] ?? asked) : asked;
}

const IN_FRAGMENT: { readonly [mode in ResponseMode]?: ResponseMode } = {
  query: 'fragment',
  jwt: 'fragment.jwt',
  'query.jwt': 'fragment.jwt',
};

/** {@link https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2 | RFC 6749 §4.1.2} */
export function redirectWithCode(deps: Deps, target: RedirectTarget, code: string): Promise<BrowserAnswer> {
  return answer(deps, target, { code });
}

/** {@link https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1 | RFC 6749 §4.1.2.1} */
export function redirectWithError(
  deps: Deps,
  target: RedirectTarget,
  { error, description }: OAuthError,
): Promise<BrowserAnswer> {
  return answer(deps, target, { error, error_description: description });
}

async function answer(
  deps: Deps,
  target: RedirectTarget,
  members: Readonly<Record<string, string>>,
): Promise<BrowserAnswer> {
  const { issuer, uri, responseMode, state } = target;
  const plain = {
    ...members,
    // REQUIRED if a "state" parameter was present in the request: the exact value received.
    ...(state !== undefined && { state }),
    // RFC 9207 §2: in every response, also in an error.
    iss: issuerUrl(deps.config.issuer, issuer),
  };
  const signed = SIGNED_MODES.some((mode) => mode === responseMode);
  const parameters = signed ? { response: await signedResponse(deps, target, plain) } : plain;
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
