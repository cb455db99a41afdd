import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { numericDate } from '../../model/time.js';
import { signForClient } from '../protocol/sign-for-client.js';

/** Seconds: JARM §2.1 RECOMMENDS 10 minutes at most. */
const LIFETIME = 300;

/**
 * An authorization response as a JWT, signed by the algorithm of the client's ID tokens.
 * {@link https://openid.net/specs/oauth-v2-jarm.html#section-2.1 | JARM §2.1}
 */
export function signedResponse(
  deps: Deps,
  { issuer, client }: { readonly issuer: Issuer; readonly client: Client },
  parameters: { readonly iss: string } & Readonly<Record<string, string>>,
): Promise<string> {
  const claims = { ...parameters, aud: client.id, exp: numericDate(deps.clock.now()) + LIFETIME };
  return signForClient(deps, issuer, { client }, client.id_token_signed_response_alg, { claims });
}
