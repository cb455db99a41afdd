/*
 * This folder answers one question: which client sends this request, and how did it authenticate? Endpoints call
 * `receiveClientForm`, which calls `authenticateClient` to verify the credentials of the client. This folder knows
 * nothing about grants and tokens.
 */

import { tryTouchLastUsed } from '../../access/touch-last-used.js';
import { addressKey } from '../../audit/address-key.js';
import { recordingRefusal, recordRefusedRequest } from '../../audit/refused-request.js';
import { isClientSecret } from '../../keys/client-secrets.js';
import type { Client, TokenEndpointAuthMethod } from '../../model/clients/client.js';
import { type ClientSecret, liveSecrets } from '../../model/clients/client-secret.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Caller, Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { findClientOfIssuer } from '../protocol/client-of-issuer.js';
import type { Endpoint } from '../protocol/endpoints.js';
import { mayAuthenticate } from '../protocol/security-profile.js';
import { verifyAssertion } from './client-assertion.js';
import {
  type ClientCredentials,
  invalidClientWithChallenge,
  type PresentedClient,
  parseClientCredentials,
  severalMethods,
} from './presented-client.js';

declare const authenticated: unique symbol;

/**
 * A client that has authenticated, or a public client, which sends only its id. Only `authenticateClient` returns this
 * type, so no endpoint can forget to authenticate the client.
 */
export interface AuthenticatedClient {
  readonly [authenticated]: true;
  readonly client: Client;
  readonly method: TokenEndpointAuthMethod;
  /**
   * The secret with which the client authenticated, if the client used a secret. The server signs HS256 JWTs for this
   * client with this secret.
   */
  readonly secret?: ClientSecret;
}

export interface ClientRequest {
  readonly credentials: ClientCredentials;
  readonly endpoint: Endpoint;
  readonly caller: Caller;
}

/**
 * Authenticates a client with its registered method.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-2.3 | RFC 6749 §2.3},
 * {@link https://openid.net/specs/openid-connect-core-1_0.html#ClientAuthentication | OpenID Connect Core §9}
 *
 * @throws OAuthError `invalid_client` (401), or `invalid_request` if the request uses several methods
 */
export async function authenticateClient(
  deps: Deps,
  issuer: Issuer,
  request: ClientRequest,
): Promise<AuthenticatedClient> {
  const presented = parseClientCredentials(request.credentials);
  const client = await findClientOfIssuer(deps, issuer, presented.clientId);
  // A client that does not exist gets the same error as a client that exists, so that an attacker cannot find out which
  // clients exist.
  if (client === undefined && presented.isContradictory) throw severalMethods();
  if (client === undefined) return refuse(deps, request, { code: 'unknown_client', reason: 'unknown client' });
  const facts = { kind: 'CLIENT_AUTHENTICATION', client, caller: request.caller } as const;
  const verify = () => verifyCredentials(deps, issuer, client, presented, request.endpoint);
  const outcome = await recordingRefusal(deps, facts, verify);
  if ('reason' in outcome) {
    const logged = failure(request.credentials, { ...outcome, description: loggedText(outcome) });
    recordRefusedRequest(deps, { ...facts, reason: outcome.code }, logged);
    return refuse(deps, request, outcome);
  }
  touchSecret(deps, outcome);
  return outcome;
}

/** Counts the failed authentication against the rate limit of the IP address, then throws the error for the client. */
async function refuse(deps: Deps, { credentials, caller }: ClientRequest, outcome: Failure): Promise<never> {
  const isWithinLimit = await deps.limits.take('clientAuthentication', addressKey(caller.ipAddress));
  throw isWithinLimit ? failure(credentials, outcome) : tooManyFailures(outcome);
}

/**
 * Returns the text for the audit log. The text says which credential was wrong. The client gets a different text,
 * because an attacker could use this detail.
 */
function loggedText({ reason, description }: Failure): string {
  return description ?? `Client authentication failed: ${reason}.`;
}

/**
 * `reason` is only written to the logs. `description` is sent to the client, so it must not reveal anything to an
 * attacker.
 */
interface Failure {
  readonly code: 'unknown_client' | 'wrong_method' | 'wrong_secret' | 'invalid_assertion';
  readonly reason: string;
  readonly description?: string;
}

async function verifyCredentials(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  presented: PresentedClient,
  endpoint: Endpoint,
): Promise<AuthenticatedClient | Failure> {
  if (presented.isContradictory) throw severalMethods();
  const method = acceptedMethod(client, presented);
  if (method === undefined || !mayAuthenticate(client))
    return { code: 'wrong_method', reason: 'the method is not the registered one' };
  if (method === 'none') return authenticatedAs({ client, method });
  if (presented.assertion !== undefined) {
    const verified = await verifyAssertion(deps, issuer, client, presented.assertion, endpoint);
    if ('problem' in verified) {
      return {
        code: 'invalid_assertion',
        reason: verified.problem,
        description: `The client assertion ${verified.problem}.`,
      };
    }
    return authenticatedAs({ client, method, ...(verified.secret !== undefined && { secret: verified.secret }) });
  }
  const secret = findMatchingSecret(deps, client, presented.secrets ?? []);
  return secret === undefined
    ? { code: 'wrong_secret', reason: 'wrong secret' }
    : authenticatedAs({ client, method, secret });
}

function authenticatedAs(facts: Omit<AuthenticatedClient, typeof authenticated>): AuthenticatedClient {
  return facts as AuthenticatedClient;
}

/**
 * Returns the authentication method of the request, or `undefined` if the client is registered with another method. A
 * client that is registered with `client_secret` chooses where its secret is: in the Authorization header, in the body,
 * or in both.
 *
 * @throws OAuthError `invalid_request` if any other client sends its secret in both
 */
function acceptedMethod(
  { token_endpoint_auth_method: registered }: Client,
  { methods, isRepeated }: PresentedClient,
): TokenEndpointAuthMethod | undefined {
  if (registered === 'client_secret') {
    return methods.find((one) => one === 'client_secret_basic' || one === 'client_secret_post');
  }
  if (isRepeated) throw severalMethods();
  return methods.find((one) => one === registered);
}

/** Finds the client's valid secret that equals the secret in the request. Each comparison takes constant time. */
function findMatchingSecret(deps: Deps, client: Client, presented: readonly string[]): ClientSecret | undefined {
  return liveSecrets(client, deps.clock.now()).find((secret) =>
    presented.some((reading) => isClientSecret(deps.keys, client, secret, reading)),
  );
}

/**
 * The last-used time of a secret is stored at most once a day, because a day is exact enough to show administrators
 * whether an old secret is still in use.
 */
const SECRET_TOUCH_INTERVAL_SECONDS = 86_400;

/** Updates the secret's last-used time. If the client record changes at the same time, the update is skipped. */
function touchSecret(deps: Deps, { client, secret }: AuthenticatedClient): void {
  if (secret === undefined) return;
  const lastUsedAt = secret.lastUsedAt === undefined ? undefined : new Date(secret.lastUsedAt);
  const write = (now: Date) => {
    const used = { ...secret, lastUsedAt: now.getTime() };
    return deps.store.clients.update(client, {
      secrets: client.secrets.map((one) => (one.id === secret.id ? used : one)),
    });
  };
  void tryTouchLastUsed(deps, lastUsedAt, write, SECRET_TOUCH_INTERVAL_SECONDS);
}

/**
 * All failures have the same text, so that an attacker cannot find out whether the client id, the method or the secret
 * was wrong.
 */
const FAILED =
  'Client authentication failed: the client is unknown, its credentials are wrong or its method is not the registered one.';

function failure({ authorization }: ClientCredentials, { reason, description = FAILED }: Failure): OAuthError {
  return authorization === undefined
    ? new OAuthError('invalid_client', description, { status: 401, reason })
    : invalidClientWithChallenge(description, reason);
}

function tooManyFailures({ reason }: Failure): OAuthError {
  return new OAuthError(
    'invalid_client',
    'Too many failed client authentications from this IP address. Wait a minute and try again.',
    {
      status: 429,
      reason,
    },
  );
}
