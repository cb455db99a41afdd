import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { type DpopKey, type DpopRequest, proveDpop } from '../protocol/dpop.js';
import { keyAlgs } from '../protocol/security-profile.js';
import { findAccessToken, type LiveAccessToken } from '../tokens/find-access-token.js';
import { type BearerInput, presentedTokenOf, proofError, type TokenScheme, tokenError } from './bearer-token.js';

/** An access token that counts, from who may use it. */
export interface AcceptedToken {
  readonly token: LiveAccessToken;
  readonly scheme: TokenScheme;
}

/**
 * Takes the access token of a request to one of our own resources: live, and with the proof that it demands.
 * {@link https://www.rfc-editor.org/rfc/rfc9449#section-7 | RFC 9449 §7}
 *
 * @throws OAuthError with its challenge
 */
export async function acceptToken(deps: Deps, issuer: Issuer, input: BearerInput, url: string): Promise<AcceptedToken> {
  const { scheme, text } = presentedTokenOf(input);
  const token = await findAccessToken(deps, issuer, text);
  if (token === undefined) throw refused(scheme);
  if (scheme === 'Bearer') {
    // §7.2: a token that is bound MUST NOT be taken as a bearer token.
    if (token.jkt !== undefined)
      throw tokenError('DPoP', 'invalid_token', 'The access token is bound to a key: send it by DPoP.');
    return { token, scheme };
  }
  const proved = await prove(deps, issuer, input, { url, accessToken: text, algs: keyAlgs(token.client) });
  if (token.jkt !== proved.jkt) throw tokenError(scheme, 'invalid_token', 'The access token is bound to another key.');
  return { token, scheme };
}

export function refused(scheme: TokenScheme): OAuthError {
  return tokenError(scheme, 'invalid_token', 'The access token is not one, has expired, or was ended.');
}

async function prove(
  deps: Deps,
  issuer: Issuer,
  { dpop, method = 'GET' }: BearerInput,
  held: Pick<DpopRequest, 'url' | 'accessToken' | 'algs'>,
): Promise<DpopKey> {
  try {
    if (dpop === undefined) throw new OAuthError('invalid_dpop_proof', 'The DPoP header is missing.');
    return await proveDpop(deps, issuer, { ...held, proof: dpop, method });
  } catch (error) {
    throw error instanceof OAuthError ? proofError(error) : error;
  }
}
