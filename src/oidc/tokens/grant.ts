import { touchConsent } from '../../access/consent.js';
import type { Admitted } from '../../access/interaction/admission.js';
import { touchSession } from '../../access/sessions/session.js';
import { handleText, newOrderedId, newSecret, sha256 } from '../../keys/secrets.js';
import type { Consent } from '../../model/access/consent.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { secondsAfter } from '../../model/time.js';
import type { Grant } from '../../model/tokens/grant.js';
import type { ClaimsRequest } from '../protocol/claims-parameter.js';

/** RFC 6749 §4.1.2: authorization codes MUST be short lived; at most 10 minutes is RECOMMENDED. */
const CODE_LIFETIME_SECONDS = 60;

/**
 * What the token endpoint needs from the authorization request. A type, not an interface, because it is stored as JSON.
 */
export type GrantRequest = {
  /** As in the request: absent if the client omitted it. */
  readonly redirect_uri?: string;
  readonly code_challenge?: string;
  readonly nonce?: string;
  readonly dpop_jkt?: string;
  readonly claims?: ClaimsRequest;
  /** The grant of a device code, which only the device code can redeem. */
  readonly device?: true;
};

/** The stored authorization request of a grant. */
export function requestOf(grant: Pick<Grant, 'request'>): GrantRequest {
  return grant.request as GrantRequest;
}

/** An authorization that the user has given. */
export interface Authorization {
  readonly issuer: Issuer;
  readonly client: Client;
  /** `Client.grantEpoch` from the moment the sign-in began. */
  readonly clientGrantEpoch: number;
  readonly admission: Admitted;
  readonly scopes: readonly string[];
  readonly resource: readonly string[];
  readonly request: GrantRequest;
  /** The remembered consent that this authorization relies on, if any. */
  readonly consent: Consent | undefined;
}

/** Stores the grant and returns its authorization code. One insert, and one update of the session at the same time. */
export async function issueCode(deps: Deps, authorization: Authorization): Promise<string> {
  const { client, admission, consent } = authorization;
  const secret = newSecret(deps.random);
  const id = newOrderedId(deps.clock, deps.random);
  const expiresAt = secondsAfter(deps.clock.now(), CODE_LIFETIME_SECONDS);
  const grant = makeGrant(deps, authorization, { id, codeHash: sha256(secret), expiresAt });
  const { id: sessionId } = admission.active.session;
  await Promise.all([deps.store.grants.insert({ ...grant, sessionId }), touchSession(deps, admission.active, client)]);
  touchConsent(deps, consent);
  return handleText({ id, secret });
}

/** A new grant with its code. The caller adds the session. */
export function makeGrant(
  deps: Deps,
  { issuer, client, clientGrantEpoch, admission, consent, scopes, resource, request }: Authorization,
  code: { readonly id: string; readonly codeHash: string; readonly expiresAt: Date },
): Grant {
  const { session, user } = admission.active;
  return {
    id: code.id,
    issuerId: issuer.id,
    issuerGeneration: issuer.generation,
    clientId: client.id,
    clientGeneration: client.generation,
    clientGrantEpoch,
    userId: user.id,
    userGrantEpoch: user.grantEpoch,
    offline: scopes.includes('offline_access'),
    accessBasis: admission.accessBasis,
    consentId: consent?.id,
    scopes,
    resource,
    request,
    acr: session.acr,
    amr: session.amr,
    authTime: session.authenticatedAt,
    codeHash: code.codeHash,
    codeExpiresAt: code.expiresAt,
    createdAt: deps.clock.now(),
    expiresAt: code.expiresAt,
  };
}
