import { namedAlg } from '../../keys/client-jwks.js';
import { findJwtHeader, unverifiedClaims } from '../../keys/signed-jwt.js';
import { openRequestObject, readRequestObject } from '../../oidc/authorization/request-object.js';
import type { OpenRequestObject } from '../../oidc/authorization/resolved-request.js';

/** What an explanation could not verify, in sentences. */
export interface OpenedUnverified {
  readonly notes: string[];
}

/**
 * Opens request objects like the authorization endpoint, but fetches no keys. If the keys of a client are at its
 * `jwks_uri`, the claims are read without a verified signature, and a note says so.
 */
export function openWithoutFetching({ notes }: OpenedUnverified): OpenRequestObject {
  return async (deps, issuer, client, jwt) => {
    const header = findJwtHeader(jwt);
    const claims = unverifiedClaims(jwt);
    const isRemote = client.jwks_uri !== undefined && namedAlg(header?.alg) !== 'HS256';
    if (!isRemote || header === undefined || claims === undefined) return openRequestObject(deps, issuer, client, jwt);
    notes.push(
      'The signature of the request object was not verified here, because the keys of the client are at its jwksUri, and an explanation fetches nothing.',
    );
    return readRequestObject(deps, issuer, client, { header, claims });
  };
}
