import { equalInConstantTime } from '../../keys/secrets.js';
import type { TokenEndpointAuthMethod } from '../../model/clients/client.js';
import { OAuthError } from '../../model/errors.js';
import { ASSERTION_TYPE, claimedClientId } from './client-assertion.js';

/** The parts of a request that can identify or authenticate a client. */
export interface ClientCredentials {
  /** The `Authorization` header, in which a client can send its id and secret (HTTP Basic). */
  readonly authorization: string | undefined;
  readonly client_id?: string;
  readonly client_secret?: string;
  readonly client_assertion?: string;
  readonly client_assertion_type?: string;
}

/** The client that a request names, and the credentials in the request. The credentials are not verified yet. */
export interface PresentedClient {
  readonly clientId: string;
  /** The authentication methods that these credentials can belong to, for example `client_secret_post`. */
  readonly methods: readonly TokenEndpointAuthMethod[];
  /** Set if the request has the same secret twice, in the Authorization header and in the body. */
  readonly isRepeated?: true;
  /** Set if the Authorization header and the body have different secrets, so the request must be rejected. */
  readonly isContradictory?: true;
  /**
   * The possible values of the client secret. There are two values if form-decoding changes the secret in the
   * Authorization header.
   */
  readonly secrets?: readonly string[];
  readonly assertion?: string;
}

/**
 * Finds the client id and the credentials in a request. A request must use only one authentication method. If it has a
 * secret in the Authorization header and one in the body, this function only marks it: `authenticateClient` reads the
 * client and then decides. Any other request with two methods is rejected here.
 * {@link https://www.rfc-editor.org/rfc/rfc6749#section-2.3 | RFC 6749 §2.3}
 *
 * @throws OAuthError `invalid_request` or `invalid_client`
 */
export function parseClientCredentials(credentials: ClientCredentials): PresentedClient {
  const { authorization, client_id, client_secret, client_assertion, client_assertion_type } = credentials;
  const usesAssertion = client_assertion !== undefined || client_assertion_type !== undefined;
  if (usesAssertion && (authorization !== undefined || client_secret !== undefined)) throw severalMethods();
  if (authorization !== undefined) {
    const presented = parseBasicHeader(authorization, client_id);
    return client_secret === undefined ? presented : withBodySecret(presented, client_secret);
  }
  if (usesAssertion) return parseAssertion(credentials);
  if (client_id === undefined) {
    throw new OAuthError('invalid_client', 'The client_id parameter is missing, and so is client authentication.', {
      status: 401,
    });
  }
  return client_secret === undefined
    ? { clientId: client_id, methods: ['none'] }
    : { clientId: client_id, methods: ['client_secret_post'], secrets: [client_secret] };
}

/** RFC 6749 §2.3: a client must not use more than one authentication method in a request. */
export function severalMethods(): OAuthError {
  return new OAuthError(
    'invalid_request',
    'The request uses more than one client authentication method. Use only one.',
  );
}

/** Reads the client id and the secret from the HTTP Basic header, in which both are form-encoded (RFC 6749 §2.3.1). */
function parseBasicHeader(authorization: string, client_id: string | undefined): PresentedClient {
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1];
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 1) {
    throw invalidClientWithChallenge(
      'The Authorization header must be HTTP Basic with the client_id and client_secret.',
    );
  }
  const [id, secret] = [text.slice(0, colon), text.slice(colon + 1)];
  // A client id never needs encoding, so an id that cannot be decoded belongs to no client.
  const clientId = formDecoded(id) ?? id;
  checkSameClient(client_id, clientId, 'the Authorization header');
  // Some libraries send the Authorization header with an empty secret for a public client, so a client with an empty
  // secret is treated as unauthenticated.
  if (secret === '') return { clientId, methods: ['none'] };
  return { clientId, methods: ['client_secret_basic'], secrets: readingsOf(secret) };
}

/**
 * Returns the possible values of a secret in the header. RFC 6749 §2.3.1 requires form-encoding, but some clients send
 * the secret without it.
 */
function readingsOf(secret: string): string[] {
  return [...new Set([formDecoded(secret) ?? secret, secret])];
}

function formDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/**
 * Adds the secret from the body to the credentials from the Authorization header. If the two secrets differ, marks the
 * credentials as contradictory.
 */
function withBodySecret({ clientId, methods, secrets = [] }: PresentedClient, secret: string): PresentedClient {
  if (!secrets.some((reading) => equalInConstantTime(reading, secret)))
    return { clientId, methods, isContradictory: true };
  return { clientId, methods, isRepeated: true, secrets: [secret] };
}

/**
 * Reads the client id from the client assertion, which is not verified yet.
 * {@link https://www.rfc-editor.org/rfc/rfc7521#section-4.2 | RFC 7521 §4.2}
 */
function parseAssertion(credentials: ClientCredentials): PresentedClient {
  const { client_id, client_assertion, client_assertion_type } = credentials;
  if (client_assertion === undefined)
    throw new OAuthError('invalid_request', 'The client_assertion parameter is missing.');
  if (client_assertion_type !== ASSERTION_TYPE) {
    throw new OAuthError('invalid_request', `The client_assertion_type parameter must be ${ASSERTION_TYPE}.`);
  }
  const clientId = claimedClientId(client_assertion);
  if (clientId === undefined) {
    throw new OAuthError(
      'invalid_client',
      'The client_assertion parameter must be a JWT whose sub claim is the client_id of the client.',
      {
        status: 401,
      },
    );
  }
  // RFC 7521 §4.2: if the request has a client_id parameter, it must identify the same client as the assertion.
  checkSameClient(client_id, clientId, 'the client assertion');
  return { clientId, methods: ['client_secret_jwt', 'private_key_jwt'], assertion: client_assertion };
}

function checkSameClient(client_id: string | undefined, clientId: string, where: string): void {
  if (client_id !== undefined && client_id !== clientId) {
    throw new OAuthError('invalid_request', `The client_id parameter must be the same as in ${where}.`);
  }
}

/**
 * RFC 6749 §5.2: if the client used the Authorization header, the server must respond with 401 and a matching
 * challenge.
 */
export function invalidClientWithChallenge(description: string, reason?: string): OAuthError {
  return new OAuthError('invalid_client', description, {
    status: 401,
    headers: { 'WWW-Authenticate': 'Basic realm="client", charset="UTF-8"' },
    ...(reason !== undefined && { reason }),
  });
}
