import { readClientJwtHeader } from '../../keys/client-jwt.js';
import { unverifiedClaims } from '../../keys/signed-jwt.js';
import { invalidRequestObject, openRequestObject, readRequestObject } from '../../oidc/authorization/request-object.js';
import type { OpenRequestObject } from '../../oidc/authorization/resolved-request.js';
import { requestObjectAlgs } from '../../oidc/protocol/security-profile.js';

/** What an explanation could not verify, in sentences. */
export interface OpenedUnverified {
  readonly notes: string[];
}

/**
 * Opens request objects like the authorization endpoint, but fetches no keys. If the keys of a client are at its
 * `jwks_uri`, everything that needs no key is checked, the claims are read without a verified signature, and a note says
 * so.
 */
export function openWithoutFetching({ notes }: OpenedUnverified): OpenRequestObject {
  return async (deps, issuer, client, jwt) => {
    const read = readClientJwtHeader(jwt, requestObjectAlgs(client));
    const isRemote = client.jwks_uri !== undefined && !('problem' in read) && read.alg !== 'HS256';
    if (!isRemote) return openRequestObject(deps, issuer, client, jwt);
    const claims = unverifiedClaims(jwt);
    if (claims === undefined) throw invalidRequestObject('has a payload that is not a JSON object');
    notes.push(
      'The signature of the request object was not verified here, because the keys of the client are at its jwksUri, and an explanation fetches nothing.',
    );
    return readRequestObject(deps, issuer, client, { header: read.header, claims });
  };
}
