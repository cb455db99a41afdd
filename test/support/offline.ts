import { newSecret } from '../../src/keys/secrets.js';
import type { Session } from '../../src/model/access/session.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { Deps } from '../../src/model/deps.js';
import type { JsonObject } from '../../src/model/json.js';
import type { User } from '../../src/model/people/user.js';
import { numericDate } from '../../src/model/time.js';
import { basicHeader, codeFor, codeForm, type Query, requestToken } from './authorization.js';
import type { ClientKey } from './client-keys.js';
import { makeClient, signInAs } from './fixtures.js';

const OFFLINE_SCOPE = 'openid email offline_access';

/** A client that uses no secret. */
export const PUBLIC: Partial<Client> = { token_endpoint_auth_method: 'none' };

export interface RefreshOptions {
  readonly on?: Deps;
  /** The key of the DPoP proof. Default: no proof. */
  readonly key?: ClientKey;
}

/** A client with a refresh token. */
export interface Offline {
  readonly client: Client;
  readonly secret: string;
  readonly cookie: string;
  readonly session: Session;
  /** The first token response. */
  readonly first: JsonObject;
  readonly token: string;
  refresh(token: unknown, more?: Query, options?: RefreshOptions): Promise<JsonObject>;
  /** The refresh token of the answer. */
  next(token: unknown, options?: RefreshOptions): Promise<string>;
}

export async function makeOffline(
  deps: Deps,
  { issuer, user, key }: { readonly issuer: Issuer; readonly user: User; readonly key?: ClientKey | undefined },
  changes: Partial<Client> = {},
  scope = OFFLINE_SCOPE,
): Promise<Offline> {
  const { client, secret } = await makeClient(deps, issuer, changes);
  const { cookie, session } = await signInAs(deps, user);
  const authorization = client.token_endpoint_auth_method === 'none' ? undefined : basicHeader(client, secret);
  const id = { client_id: client.id };
  const code = await codeFor(deps, issuer, client, cookie, { scope, nonce: 'n-0S6' });
  const proof = await proofOf(deps, key);
  const first = await requestToken(deps, issuer, codeForm(client, code, id), authorization, proof);
  const refresh = async (token: unknown, more: Query = {}, { on = deps, key }: RefreshOptions = {}) => {
    const form = { grant_type: 'refresh_token', refresh_token: String(token), ...id, ...more };
    return requestToken(on, issuer, form, authorization, await proofOf(on, key));
  };
  const next = async (token: unknown, options?: RefreshOptions) =>
    String((await refresh(token, {}, options)).refresh_token);
  return { client, secret, cookie, session, first, token: String(first.refresh_token), refresh, next };
}

/** A DPoP proof for the token endpoint. */
async function proofOf(deps: Deps, key: ClientKey | undefined): Promise<string | undefined> {
  if (key === undefined) return undefined;
  const { kty, crv, x, y } = key.publicJwk;
  const iat = numericDate(deps.clock.now());
  const claims = { jti: newSecret(deps.random), htm: 'POST', htu: `${deps.config.issuer}/oidc/token`, iat };
  return key.sign(claims, { typ: 'dpop+jwt', jwk: { kty, crv, x, y }, kid: undefined });
}

/** How many grants of the client were revoked because a refresh token was used again. */
export async function countReuses(deps: Deps, { id }: Client): Promise<number> {
  return deps.store.auditEvents.count({ types: ['REFRESH_TOKEN_REUSED'], clientId: id });
}
