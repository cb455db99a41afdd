import { signWithClientSecret } from '../../keys/client-secrets.js';
import type { Client, ClientSecret } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';
import type { SigningAlg } from '../../model/server/signing-key.js';

/** Signs for a client by the algorithm that it registered: with a key of the issuer, or with its own secret (HS256). */
export function signForClient(
  deps: Deps,
  issuer: Issuer,
  to: { readonly client: Client; readonly secret?: ClientSecret },
  alg: SigningAlg,
  claims: JsonObject,
  typ?: string,
): Promise<string> {
  return alg === 'HS256'
    ? signWithClientSecret(deps, to.client, claims, { typ, cameWith: to.secret })
    : deps.keys.sign(issuer, alg, claims, typ);
}
