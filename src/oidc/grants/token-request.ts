import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';
import type { AuthenticatedClient } from '../client-authentication/client-authentication.js';
import type { DpopKey } from '../protocol/dpop.js';

export const TOKEN_PARAMETERS = [
  'grant_type',
  'code',
  'redirect_uri',
  'code_verifier',
  'refresh_token',
  'device_code',
  'scope',
  'subject_token',
  'subject_token_type',
  'actor_token',
  'actor_token_type',
  'requested_token_type',
] as const;
export const REPEATABLE_TOKEN_PARAMETERS = ['resource', 'audience'] as const;

export type TokenParameters = { readonly [name in (typeof TOKEN_PARAMETERS)[number]]?: string } & {
  readonly [name in (typeof REPEATABLE_TOKEN_PARAMETERS)[number]]?: string[];
};

/**
 * Handles token requests of one grant type: issues tokens or throws an `OAuthError`. The token endpoint has already
 * authenticated the client and checked that the client is registered for the grant type.
 */
export type GrantHandler = (
  deps: Deps,
  issuer: Issuer,
  authenticated: AuthenticatedClient,
  parameters: TokenParameters,
  /** The key of the client's DPoP proof, to which issued tokens are bound. `undefined` if there was no proof. */
  dpopKey: DpopKey | undefined,
) => Promise<JsonObject>;
