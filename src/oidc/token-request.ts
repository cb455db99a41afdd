import { type ParameterEntries, readParameters } from '../access/parameters.js';
import type { Deps } from '../model/deps.js';
import { OAuthError } from '../model/errors.js';
import type { Issuer } from '../model/issuer.js';
import type { JsonObject } from '../model/json.js';
import type { AuthenticatedClient } from './client-authentication.js';

const SINGLE = [
  'grant_type',
  'client_id',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
  'code',
  'redirect_uri',
  'code_verifier',
  'refresh_token',
  'scope',
] as const;
const REPEATABLE = ['resource', 'audience'] as const;

export type TokenParameters = { readonly [name in (typeof SINGLE)[number]]?: string } & {
  readonly [name in (typeof REPEATABLE)[number]]?: string[];
};

export const readTokenParameters = (entries: ParameterEntries): TokenParameters => {
  const { single, repeated, duplicates } = readParameters(entries, SINGLE, REPEATABLE);
  // RFC 6749 §3.2: request parameters MUST NOT be included more than once.
  if (duplicates[0] !== undefined) throw new OAuthError('invalid_request', `${duplicates[0]} came more than once.`);
  return { ...single, ...repeated };
};

/** Throws `OAuthError`, or issues. It is handed a client only after that has proved who it is and may use the grant. */
export type GrantHandler = (
  deps: Deps,
  issuer: Issuer,
  authenticated: AuthenticatedClient,
  parameters: TokenParameters,
) => Promise<JsonObject>;
