import { findPushedRequest } from '../../access/pushed-requests.js';
import { sha256 } from '../../keys/secrets.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { isSameGeneration } from '../../model/generation.js';
import { hasPassed } from '../../model/time.js';
import type {
  AuthorizationParameter,
  AuthorizationRequest,
  ReadAuthorizationRequest,
} from '../protocol/authorization-request.js';
import { isOfIssuer } from '../protocol/client-of-issuer.js';
import { type OnceValue, onceValue } from '../protocol/used-once.js';
import { openRequestObject } from './request-object.js';

/** The prefix of every `request_uri` that this server issues (RFC 9126 §2.2). No URL begins with it. */
export const PUSHED_URI_PREFIX = 'urn:ietf:params:oauth:request_uri:';

/**
 * The data about an authorization request that the server stores while the user signs in. If the client pushed the
 * request (PAR), the server also stores this data when the request arrives, until the `request_uri` expires.
 */
export type StoredRequest = {
  readonly request: AuthorizationRequest;
  readonly signed: boolean;
  readonly pushed: boolean;
  readonly once: OnceValue[];
  /** The `sub` claim of the `id_token_hint`. The hint itself is not stored. */
  readonly hintedSubject?: string;
};

/**
 * An authorization request whose parameters have been read. If the client sent a request object or the `request_uri` of
 * a pushed request, the server uses only the parameters in that object or pushed request.
 */
export interface ResolvedRequest extends StoredRequest {
  readonly duplicates: readonly AuthorizationParameter[];
  /**
   * The error with which the server rejects the request. The server sends this error to the client after it has
   * verified the redirect URI.
   */
  readonly rejection?: OAuthError;
}

export type OpenRequestObject = typeof openRequestObject;

interface RequestToResolve {
  readonly client: Client;
  readonly read: ReadAuthorizationRequest;
  /** Opens a request object. Default: `openRequestObject`, which verifies the signature. */
  readonly open?: OpenRequestObject | undefined;
}

/**
 * Reads the parameters of an authorization request: from its request object, from the pushed request that `request_uri`
 * names, or from the query or form.
 * {@link https://www.rfc-editor.org/rfc/rfc9101#section-5 | RFC 9101 §5}
 */
export async function resolveRequest(
  deps: Deps,
  issuer: Issuer,
  { client, read, open = openRequestObject }: RequestToResolve,
): Promise<ResolvedRequest> {
  const { request: jwt, request_uri } = read.request;
  const duplicate = read.duplicates.find((name) => name === 'request' || name === 'request_uri');
  if (duplicate !== undefined) {
    throw new OAuthError('invalid_request', `The ${duplicate} parameter must not be included more than once.`, {
      parameter: duplicate,
    });
  }
  // RFC 9101 §5: a client must not use request and request_uri together.
  if (jwt !== undefined && request_uri !== undefined) {
    throw new OAuthError('invalid_request', 'The request and request_uri parameters must not be used together.', {
      parameter: 'request',
    });
  }
  if (request_uri?.startsWith(PUSHED_URI_PREFIX)) return loadPushedRequest(deps, issuer, client, request_uri);
  if (jwt === undefined) {
    const plain = { ...read, signed: false, pushed: false, once: [] };
    return request_uri === undefined ? plain : { ...plain, rejection: requestUriNotSupported() };
  }
  const opened = await open(deps, issuer, client, jwt);
  return { ...opened, once: [...opened.once], duplicates: [], signed: true, pushed: false };
}

/**
 * The error for a `request_uri` that is a URL. The server rejects such a `request_uri`, because the server does not
 * fetch request objects (OpenID Connect Core §6.2).
 */
function requestUriNotSupported(): OAuthError {
  return new OAuthError(
    'request_uri_not_supported',
    'The request_uri parameter must come from a pushed authorization request (PAR).',
    { parameter: 'request_uri' },
  );
}

/**
 * Loads a pushed authorization request. A client can send the same `request_uri` again until an authorization code has
 * been issued, because the user may reload the page.
 * {@link https://www.rfc-editor.org/rfc/rfc9126#section-4 | RFC 9126 §4}
 */
async function loadPushedRequest(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  request_uri: string,
): Promise<ResolvedRequest> {
  const pushed = await findPushedRequest(deps, request_uri.slice(PUSHED_URI_PREFIX.length), sha256);
  const isValid =
    pushed !== undefined &&
    pushed.clientId === client.id &&
    isSameGeneration(pushed.clientGeneration, client.generation) &&
    isOfIssuer(pushed, issuer) &&
    !hasPassed(pushed.expiresAt, deps.clock.now());
  if (!isValid) {
    throw new OAuthError(
      'invalid_request_uri',
      'The request_uri is unknown, expired or issued to another client. Send a new pushed authorization request (PAR).',
      { parameter: 'request_uri' },
    );
  }
  const stored = pushed.request as StoredRequest;
  const once = [...stored.once, onceValue('request_uri', client, pushed.id, pushed.expiresAt)];
  return { ...stored, once, duplicates: [] };
}
