import { addressKey } from '../../access/address-key.js';
import { openClientSecret } from '../../keys/client-secrets.js';
import { equalInConstantTime } from '../../keys/secrets.js';
import {
  type Client,
  type ClientSecret,
  liveSecrets,
  type TokenEndpointAuthMethod,
} from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Caller, Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { findClientOfIssuer } from '../protocol/client-of-issuer.js';
import type { Endpoint } from '../protocol/endpoints.js';
import { mayAuthenticate } from '../protocol/security-profile.js';
import { verifyAssertion } from './client-assertion.js';
import { type ClientCredentials, challenged, type PresentedClient, presentedBy } from './presented-client.js';

declare const authenticated: unique symbol;

/** A client that proved who it is, or a public one that said so. Only `authenticateClient` makes one. */
export interface AuthenticatedClient {
  readonly [authenticated]: true;
  readonly client: Client;
  readonly method: TokenEndpointAuthMethod;
  /** The secret that it came with: what is signed for it is signed with that. */
  readonly secret?: ClientSecret;
}

/** Where a client comes to, and with what. */
export interface ClientRequest {
  readonly credentials: ClientCredentials;
  readonly endpoint: Endpoint;
  readonly caller: Caller;
}

/**
 * Authenticates a client by the one method that it is registered with.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-2.3 | RFC 6749 §2.3},
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication | OpenID Connect Core §9}
 *
 * @throws OAuthError `invalid_client` (401), or `invalid_request` where it came with several methods at once.
 */
export async function authenticateClient(
  deps: Deps,
  issuer: Issuer,
  request: ClientRequest,
): Promise<AuthenticatedClient> {
  const presented = presentedBy(request.credentials);
  const client = await findClientOfIssuer(deps, issuer, presented.clientId);
  const outcome =
    client === undefined ? { reason: 'unknown client' } : await prove(deps, issuer, client, presented, request);
  if ('reason' in outcome) throw await failure(deps, request, outcome);
  noteSecretUse(deps, outcome);
  return outcome;
}

/** `reason` is for the log; `description` for the developer, where it tells nothing that a stranger should not know. */
interface Failure {
  readonly reason: string;
  readonly description?: string;
}

async function prove(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  presented: PresentedClient,
  { endpoint }: ClientRequest,
): Promise<AuthenticatedClient | Failure> {
  const method = presented.methods.find((one) => one === client.token_endpoint_auth_method);
  if (method === undefined || !mayAuthenticate(client)) return { reason: 'not the registered method' };
  if (method === 'none') return proved({ client, method });
  if (presented.assertion !== undefined) {
    const verified = await verifyAssertion(deps, issuer, client, presented.assertion, endpoint);
    if ('problem' in verified)
      return { reason: verified.problem, description: `client_assertion ${verified.problem}.` };
    return proved({ client, method, ...(verified.secret !== undefined && { secret: verified.secret }) });
  }
  const secret = matchingSecret(deps, client, presented.secret ?? '');
  return secret === undefined ? { reason: 'wrong secret' } : proved({ client, method, secret });
}

function proved(facts: Omit<AuthenticatedClient, typeof authenticated>): AuthenticatedClient {
  return facts as AuthenticatedClient;
}

/** Every live secret is compared, each in constant time. */
function matchingSecret(deps: Deps, client: Client, presented: string): ClientSecret | undefined {
  return liveSecrets(client, deps.clock.now())
    .filter((secret) => equalInConstantTime(openClientSecret(deps.keys, client, secret), presented))
    .at(0);
}

/** A use of a secret is noted at most once in so many seconds: it tells whether anybody still has the old one. */
const NOTED_EVERY = 86_400;

/** Notes it behind the answer, unless the client is changed at the same time: nothing depends on it. */
function noteSecretUse(deps: Deps, { client, secret }: AuthenticatedClient): void {
  const now = deps.clock.now();
  if (secret === undefined || (secret.lastUsedAt ?? 0) + NOTED_EVERY * 1000 > now.getTime()) return;
  const used = { ...secret, lastUsedAt: now.getTime() };
  const secrets = client.secrets.map((one) => (one.id === secret.id ? used : one));
  deps.store.clients.update(client, { secrets }).catch((error: unknown) => {
    deps.log.warn({ err: error }, 'the use of a secret was not noted');
  });
}

const FAILED = 'Unknown client, wrong credentials, or not the authentication method that is registered.';

/** Who fails is not told whether it was the id, the method or the secret; too many failures are refused as such. */
async function failure(
  deps: Deps,
  { credentials, caller }: ClientRequest,
  { reason, description = FAILED }: Failure,
): Promise<OAuthError> {
  if (!(await deps.limits.take('clientAuthentication', addressKey(caller.ipAddress)))) {
    return new OAuthError('invalid_client', 'Too many failed authentications; wait a minute.', { status: 429, reason });
  }
  return credentials.authorization === undefined
    ? new OAuthError('invalid_client', description, { status: 401, reason })
    : challenged(description, reason);
}
