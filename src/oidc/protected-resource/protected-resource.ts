/*
 * This folder contains the endpoints to which clients send a token: userinfo, introspection and revocation. It issues
 * no tokens. Every protected resource of this server calls `acceptToken`, including the administration API.
 */

import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { type DpopKey, type DpopRequest, verifyDpop } from '../protocol/dpop.js';
import { keyAlgs } from '../protocol/security-profile.js';
import { findAccessToken, type LiveAccessToken } from '../tokens/find-access-token.js';
import { type BearerInput, parseAccessToken, proofError, type TokenScheme, tokenError } from './bearer-token.js';

/** A valid access token, and the authentication scheme with which the client sent it. */
export interface AcceptedToken {
  readonly token: LiveAccessToken;
  readonly scheme: TokenScheme;
  /**
   * Finds the token again, for a response that lasts. The DPoP proof is not needed again, because it belongs to the
   * request.
   *
   * @throws OAuthError if the token is no longer valid
   */
  findAgain(): Promise<LiveAccessToken>;
}

/**
 * Verifies the access token of a request to a protected resource of this server. If the token is bound to a key, the
 * DPoP proof is verified too.
 * {@link https://www.rfc-editor.org/rfc/rfc9449#section-7 | RFC 9449 §7}
 *
 * @throws OAuthError with a `WWW-Authenticate` challenge
 */
export async function acceptToken(deps: Deps, issuer: Issuer, input: BearerInput, url: string): Promise<AcceptedToken> {
  const { scheme, text } = parseAccessToken(input);
  const token = await findAccessToken(deps, issuer, text);
  if (token === undefined) throw invalidToken(scheme);
  const findAgain = async () => {
    const found = await findAccessToken(deps, issuer, text);
    if (found === undefined || found.jkt !== token.jkt) throw invalidToken(scheme);
    return found;
  };
  if (scheme === 'Bearer') {
    // RFC 9449 §7.2: the server must not accept a DPoP-bound access token as a bearer token.
    if (token.jkt === undefined) return { token, scheme, findAgain };
    throw tokenError(
      'DPoP',
      'invalid_token',
      'The access token is bound to a key. Send it with the DPoP scheme and a DPoP proof.',
    );
  }
  const dpopKey = await verifyProof(deps, issuer, input, { url, accessToken: text, algs: keyAlgs(token.client) });
  if (token.jkt !== dpopKey.jkt)
    throw tokenError(
      scheme,
      'invalid_token',
      'The access token is not bound to the key of the DPoP proof. Make the DPoP proof with the key that was used to obtain the token.',
    );
  return { token, scheme, findAgain };
}

export function invalidToken(scheme: TokenScheme): OAuthError {
  return tokenError(scheme, 'invalid_token', 'The access token is malformed, expired or revoked.');
}

async function verifyProof(
  deps: Deps,
  issuer: Issuer,
  { dpop, method = 'GET' }: BearerInput,
  expected: Pick<DpopRequest, 'url' | 'accessToken' | 'algs'>,
): Promise<DpopKey> {
  try {
    if (dpop === undefined)
      throw new OAuthError(
        'invalid_dpop_proof',
        'The DPoP header is missing. The DPoP scheme requires a DPoP proof in this header.',
      );
    return await verifyDpop(deps, issuer, { ...expected, proof: dpop, method });
  } catch (error) {
    throw error instanceof OAuthError ? proofError(error) : error;
  }
}
