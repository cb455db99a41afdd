import { equalInConstantTime, parseHandle, sha256 } from '../../keys/secrets.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { OAuthError } from '../../model/errors.js';
import { hasPassed } from '../../model/time.js';
import type {
  AuthorizationParameter,
  AuthorizationRequest,
  ReadAuthorizationRequest,
} from '../protocol/authorization-request.js';
import { isOfIssuer } from '../protocol/client-of-issuer.js';
import { type OnceValue, onceValue } from '../protocol/used-once.js';
import { openRequestObject } from './request-object.js';

/** RFC 9126 §2.2 */
export const PUSHED_URI_PREFIX = 'urn:ietf:params:oauth:request_uri:';

/** What an interaction, or a pushed request, keeps of a request. A type, not an interface: it is stored as JSON. */
export type StoredRequest = {
  readonly request: AuthorizationRequest;
  readonly signed: boolean;
  readonly pushed: boolean;
  readonly once: OnceValue[];
  /** `sub` of the `id_token_hint`, which is not kept itself. */
  readonly hintedSubject?: string;
};

/** A request with what it pointed to: nothing outside of a request object, or of what was pushed, counts. */
export interface ResolvedRequest extends StoredRequest {
  readonly duplicates: readonly AuthorizationParameter[];
  /** To be told as soon as it is proved where. */
  readonly refusal?: OAuthError;
}

/** {@link https://www.rfc-editor.org/rfc/rfc9101#section-5 | RFC 9101 §5} */
export async function resolveRequest(
  deps: Deps,
  issuer: Issuer,
  client: Client,
  read: ReadAuthorizationRequest,
): Promise<ResolvedRequest> {
  const { request: jwt, request_uri } = read.request;
  const twice = read.duplicates.find((name) => name === 'request' || name === 'request_uri');
  if (twice !== undefined) throw new OAuthError('invalid_request', `${twice} came more than once.`);
  // MUST NOT be used together.
  if (jwt !== undefined && request_uri !== undefined) {
    throw new OAuthError('invalid_request', 'request and request_uri came together.');
  }
  if (request_uri?.startsWith(PUSHED_URI_PREFIX)) return loadPushed(deps, issuer, client, request_uri);
  if (jwt === undefined) {
    const plain = { ...read, signed: false, pushed: false, once: [] };
    return request_uri === undefined ? plain : { ...plain, refusal: notSupported() };
  }
  const opened = await openRequestObject(deps, issuer, client, jwt);
  return { ...opened, once: [...opened.once], duplicates: [], signed: true, pushed: false };
}

/** OpenID Connect Core §6.2: what is not supported is refused by its own error. */
function notSupported(): OAuthError {
  return new OAuthError('request_uri_not_supported', 'request_uri must be one that was given for a pushed request.');
}

/** {@link https://www.rfc-editor.org/rfc/rfc9126#section-4 | RFC 9126 §4}: it may be loaded again until its code is issued. */
async function loadPushed(deps: Deps, issuer: Issuer, client: Client, request_uri: string): Promise<ResolvedRequest> {
  const handle = parseHandle(request_uri.slice(PUSHED_URI_PREFIX.length));
  const pushed = handle === undefined ? undefined : await deps.store.pushedRequests.find(handle.id);
  const good =
    handle !== undefined &&
    pushed !== undefined &&
    equalInConstantTime(pushed.secretHash, sha256(handle.secret)) &&
    pushed.clientId === client.id &&
    pushed.clientGeneration === client.generation &&
    isOfIssuer(pushed, issuer) &&
    !hasPassed(pushed.expiresAt, deps.clock.now());
  if (!good) throw new OAuthError('invalid_request_uri', 'The request_uri is not one of the client, or has expired.');
  const stored = pushed.request as StoredRequest;
  const once = [...stored.once, onceValue('request_uri', client, pushed.id, pushed.expiresAt)];
  return { ...stored, once, duplicates: [] };
}
