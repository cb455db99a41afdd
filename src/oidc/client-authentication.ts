import { openClientSecret } from '../keys/client-secrets.js';
import { equalInConstantTime } from '../keys/secrets.js';
import { type Client, type ClientSecret, liveSecrets, type TokenEndpointAuthMethod } from '../model/client.js';
import type { Caller, Deps } from '../model/deps.js';
import { OAuthError } from '../model/errors.js';
import type { Issuer } from '../model/issuer.js';
import { findClientOfIssuer } from './client-of-issuer.js';

declare const authenticated: unique symbol;

/** A client that proved who it is, or a public one that said so. Only `authenticateClient` makes one. */
export interface AuthenticatedClient {
  readonly [authenticated]: true;
  readonly client: Client;
  readonly method: TokenEndpointAuthMethod;
  /** The secret that it came with: what is signed for it is signed with that. */
  readonly secret?: ClientSecret;
}

/** Where a client says who it is. */
export interface ClientCredentials {
  /** The `Authorization` header. */
  readonly authorization: string | undefined;
  readonly client_id?: string;
  readonly client_secret?: string;
  readonly client_assertion?: string;
  readonly client_assertion_type?: string;
}

/** The methods that work: what discovery advertises. */
export const SUPPORTED_AUTH_METHODS: readonly TokenEndpointAuthMethod[] = [
  'none',
  'client_secret_basic',
  'client_secret_post',
];

interface PresentedSecret {
  readonly method: TokenEndpointAuthMethod;
  readonly clientId: string;
  readonly secret?: string;
}

/**
 * Authenticates a client by the one method that it is registered with.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-2.3 | RFC 6749 §2.3},
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication | OpenID Connect Core §9}
 *
 * @throws OAuthError `invalid_client` (401), or `invalid_request` where it came with several methods at once.
 */
export const authenticateClient = async (
  deps: Deps,
  issuer: Issuer,
  credentials: ClientCredentials,
  caller: Caller,
): Promise<AuthenticatedClient> => {
  const presented = presentedBy(credentials);
  const failure = (reason: string) =>
    failedAuthentication(deps, issuer, credentials, presented.clientId, caller, reason);
  const client = await findClientOfIssuer(deps, issuer, presented.clientId);
  if (client === undefined) throw await failure('unknown client');
  if (client.token_endpoint_auth_method !== presented.method) throw await failure('not the registered method');
  if (presented.method === 'none') return proved({ client, method: 'none' });
  const secret = matchingSecret(deps, client, presented.secret ?? '');
  if (secret === undefined) throw await failure('wrong secret');
  return proved({ client, method: presented.method, secret });
};

const proved = (facts: Omit<AuthenticatedClient, typeof authenticated>): AuthenticatedClient =>
  facts as AuthenticatedClient;

/** §2.3: the client MUST NOT use more than one authentication method in each request. */
const presentedBy = (credentials: ClientCredentials): PresentedSecret => {
  const { authorization, client_id, client_secret, client_assertion, client_assertion_type } = credentials;
  const usesAssertion = client_assertion !== undefined || client_assertion_type !== undefined;
  const methods = [authorization !== undefined, client_secret !== undefined, usesAssertion];
  if (methods.filter(Boolean).length > 1) {
    throw new OAuthError('invalid_request', 'The client came with more than one authentication method.');
  }
  if (authorization !== undefined) return presentedInHeader(authorization, client_id);
  if (usesAssertion) throw new OAuthError('invalid_client', 'client_assertion is not supported.', { status: 401 });
  if (client_id === undefined) {
    throw new OAuthError('invalid_client', 'Neither client_id nor client authentication came.', { status: 401 });
  }
  if (client_secret !== undefined) return { method: 'client_secret_post', clientId: client_id, secret: client_secret };
  return { method: 'none', clientId: client_id };
};

/** §2.3.1: HTTP Basic, of which both halves are form-encoded. */
const presentedInHeader = (authorization: string, client_id: string | undefined): PresentedSecret => {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1];
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const clientId = formDecoded(text.slice(0, Math.max(colon, 0)));
  const secret = formDecoded(text.slice(colon + 1));
  if (colon < 1 || clientId === undefined || secret === undefined) {
    throw challenged('The Authorization header is not HTTP Basic with a client_id and client_secret.');
  }
  if (client_id !== undefined && client_id !== clientId) {
    throw new OAuthError('invalid_request', 'client_id is not the one of the Authorization header.');
  }
  return { method: 'client_secret_basic', clientId, secret };
};

const formDecoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
};

/** Every live secret is compared, each in constant time. */
const matchingSecret = (deps: Deps, client: Client, presented: string): ClientSecret | undefined =>
  liveSecrets(client, deps.clock.now())
    .filter((secret) => equalInConstantTime(openClientSecret(deps.keys, client, secret), presented))
    .at(0);

/** Who fails is not told whether it was the id, the method or the secret; too many failures are refused as such. */
const failedAuthentication = async (
  deps: Deps,
  issuer: Issuer,
  { authorization }: ClientCredentials,
  clientId: string,
  caller: Caller,
  reason: string,
): Promise<OAuthError> => {
  const key = `${issuer.id} ${clientId} ${caller.ipAddress ?? ''}`;
  if (!(await deps.limits.take('clientAuthentication', key))) {
    return new OAuthError('invalid_client', 'Too many failed authentications; wait a minute.', { status: 429, reason });
  }
  return authorization === undefined
    ? new OAuthError('invalid_client', FAILED, { status: 401, reason })
    : challenged(FAILED, reason);
};

const FAILED = 'Unknown client, wrong credentials, or not the authentication method that is registered.';

/** §5.2: where the Authorization header was used, MUST respond with 401 and a challenge of its scheme. */
const challenged = (description: string, reason?: string): OAuthError =>
  new OAuthError('invalid_client', description, {
    status: 401,
    headers: { 'WWW-Authenticate': 'Basic realm="client", charset="UTF-8"' },
    ...(reason !== undefined && { reason }),
  });
