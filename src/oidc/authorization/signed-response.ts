import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { numericDate } from '../../model/time.js';
import { signForClient } from '../protocol/sign-for-client.js';

/** The lifetime of a signed response. JARM §2.1 recommends at most 10 minutes. */
const LIFETIME_SECONDS = 300;

/**
 * Signs an authorization response as a JWT, with the algorithm that the client has registered for its ID tokens.
 * {@link https://openid.net/specs/oauth-v2-jarm.html#section-2.1 | JARM §2.1}
 */
export function signedResponse(
  deps: Deps,
  { issuer, client }: { readonly issuer: Issuer; readonly client: Client },
  parameters: { readonly iss: string } & Readonly<Record<string, string>>,
): Promise<string> {
  const claims = { ...parameters, aud: client.id, exp: numericDate(deps.clock.now()) + LIFETIME_SECONDS };
  return signForClient(deps, issuer, { client }, client.id_token_signed_response_alg, { claims });
}
