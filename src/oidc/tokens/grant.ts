import type { JsonObject } from '../../model/json.js';
import type { Grant } from '../../model/tokens/grant.js';
import type { ClaimsRequest } from '../protocol/claims-parameter.js';

/** The part of an authorization request that a grant stores, because the token endpoint needs it. */
export type GrantRequest = {
  /** The `redirect_uri` of the authorization request. Missing if the client omitted it. */
  readonly redirect_uri?: string;
  readonly code_challenge?: string;
  readonly nonce?: string;
  readonly dpop_jkt?: string;
  readonly claims?: ClaimsRequest;
  /** Set if the grant belongs to a device code, so that the device code is not accepted as an authorization code. */
  readonly device?: true;
  /** Set if the grant belongs to forward auth, whose codes only `forward-auth` accepts. */
  readonly forwardAuth?: JsonObject;
};

/** Returns the authorization request that is stored in a grant. */
export function requestOf(grant: Pick<Grant, 'request'>): GrantRequest {
  return grant.request as GrantRequest;
}
