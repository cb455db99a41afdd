import { type ParameterEntries, readParameters } from '../../access/interaction/parameters.js';

/** The parameters that must not be repeated in an authorization request. */
export const AUTHORIZATION_PARAMETERS = [
  'client_id',
  'response_type',
  'response_mode',
  'redirect_uri',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'prompt',
  'max_age',
  'display',
  'ui_locales',
  'claims_locales',
  'id_token_hint',
  'login_hint',
  'acr_values',
  'claims',
  'registration',
  'request',
  'request_uri',
  'dpop_jkt',
] as const;
export const REPEATABLE_PARAMETERS = ['resource', 'audience'] as const;

export type AuthorizationParameter = (typeof AUTHORIZATION_PARAMETERS)[number];

export type AuthorizationRequest = { readonly [name in AuthorizationParameter]?: string } & {
  readonly [name in (typeof REPEATABLE_PARAMETERS)[number]]?: string[];
};

export interface ReadAuthorizationRequest {
  readonly request: AuthorizationRequest;
  /** The parameters that the client sent more than once, although they must not be repeated. */
  readonly duplicates: readonly AuthorizationParameter[];
}

/**
 * Reads the parameters of an authorization request without checking them.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-4.1.1 | RFC 6749 §4.1.1},
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest | OpenID Connect Core §3.1.2.1}
 */
export function readAuthorizationRequest(entries: ParameterEntries): ReadAuthorizationRequest {
  const { single, repeated, duplicates } = readParameters(entries, AUTHORIZATION_PARAMETERS, REPEATABLE_PARAMETERS);
  return { request: { ...single, ...repeated }, duplicates };
}
