import type { Admission } from '../access/admission.js';
import { noteConsentUse } from '../access/consent.js';
import { noteUse } from '../access/session.js';
import { handleText, newOrderedId, newSecret, sha256 } from '../keys/secrets.js';
import type { Client } from '../model/client.js';
import type { Consent } from '../model/consent.js';
import type { Deps } from '../model/deps.js';
import type { Grant } from '../model/grant.js';
import type { Issuer } from '../model/issuer.js';
import { secondsAfter } from '../model/time.js';
import type { ClaimsRequest } from './claims-parameter.js';

/** RFC 6749 §4.1.2: short; a maximum of 10 minutes is RECOMMENDED (seconds). */
export const CODE_LIFETIME = 60;

/** What the token endpoint needs to know of the authorization request. A type, not an interface: it is stored as JSON. */
export type GrantRequest = {
  /** As it was asked for: absent where the client left it out. */
  readonly redirect_uri?: string;
  readonly code_challenge?: string;
  readonly nonce?: string;
  readonly dpop_jkt?: string;
  readonly claims?: ClaimsRequest;
};

export const requestOf = (grant: Pick<Grant, 'request'>): GrantRequest => grant.request as GrantRequest;

export interface Authorization {
  readonly issuer: Issuer;
  readonly client: Client;
  /** `Client.grantEpoch` from the moment the sign-in began. */
  readonly clientGrantEpoch: number;
  readonly admission: Extract<Admission, { state: 'admitted' }>;
  readonly scopes: readonly string[];
  readonly resource: readonly string[];
  readonly request: GrantRequest;
  /** What the user remembered to have allowed, where that let the client in. */
  readonly consent: Consent | undefined;
}

/** Records the authorization, and gives its code. One insert, and one note on the session at the same time. */
export const issueCode = async (deps: Deps, authorization: Authorization): Promise<string> => {
  const { issuer, client, admission, scopes, resource, request, consent } = authorization;
  const { session, user } = admission.active;
  const secret = newSecret(deps.random);
  const now = deps.clock.now();
  const expiresAt = secondsAfter(now, CODE_LIFETIME);
  const grant: Grant = {
    id: newOrderedId(deps.clock, deps.random),
    issuerId: issuer.id,
    issuerIncarnation: issuer.incarnation,
    clientId: client.id,
    clientIncarnation: client.incarnation,
    clientGrantEpoch: authorization.clientGrantEpoch,
    userId: user.id,
    userGrantEpoch: user.grantEpoch,
    sessionId: session.id,
    offline: scopes.includes('offline_access'),
    letIn: admission.letIn,
    consentId: consent?.id,
    scopes,
    resource,
    request,
    acr: session.acr,
    amr: session.amr,
    authTime: session.authenticatedAt,
    codeHash: sha256(secret),
    codeExpiresAt: expiresAt,
    createdAt: now,
    expiresAt,
  };
  await Promise.all([deps.store.grants.insert(grant), noteUse(deps, admission.active, client)]);
  noteConsentUse(deps, consent);
  return handleText({ id: grant.id, secret });
};
