import { signWithClientSecret } from '../../keys/client-secrets.js';
import type { Client } from '../../model/clients/client.js';
import type { ClientSecret } from '../../model/clients/client-secret.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';
import type { SigningAlg } from '../../model/server/signing-key.js';

/**
 * Signs a JWT for a client: with the client's secret if the algorithm is HS256, and otherwise with a key of the issuer.
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#Signing | OpenID Connect Core §10.1}
 */
export function signForClient(
  deps: Deps,
  issuer: Issuer,
  recipient: { readonly client: Client; readonly secret?: ClientSecret },
  alg: SigningAlg,
  { claims, typ }: { readonly claims: JsonObject; readonly typ?: string },
): Promise<string> {
  return alg === 'HS256'
    ? signWithClientSecret(deps, recipient.client, claims, { typ, secret: recipient.secret })
    : deps.keys.sign(issuer, alg, claims, typ);
}
