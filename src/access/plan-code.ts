import { handleText, newOrderedId, newSecret, sha256 } from '../keys/secrets.js';
import type { Consent } from '../model/access/consent.js';
import type { Plan } from '../model/change-record.js';
import { insertion } from '../model/change-set.js';
import type { Client } from '../model/clients/client.js';
import type { Issuer } from '../model/clients/issuer.js';
import type { Deps } from '../model/deps.js';
import type { JsonObject } from '../model/json.js';
import { secondsAfter } from '../model/time.js';
import type { Grant } from '../model/tokens/grant.js';
import type { Admitted } from './interaction/admission.js';
import { sessionUse } from './sessions/session.js';

/**
 * The lifetime of an authorization code. RFC 6749 §4.1.2 requires a short lifetime, and recommends at most 10 minutes.
 */
const CODE_LIFETIME_SECONDS = 60;

/** An authorization request that the user has approved. */
export interface Authorization {
  readonly issuer: Issuer;
  readonly client: Client;
  /**
   * The client's `grantEpoch` when the sign-in began. If the epoch has increased since then, the grant is not valid.
   */
  readonly clientGrantEpoch: number;
  readonly admission: Admitted;
  readonly scopes: readonly string[];
  readonly resource: readonly string[];
  /** The values of the request that the protocol needs when the code is used. */
  readonly request: JsonObject;
  /** The stored consent of the user that covers this authorization, or `undefined` if there is none. */
  readonly consent: Consent | undefined;
}

/** Plans to store a grant and the use of the session. The result is the authorization code. */
export function planCode(deps: Deps, authorization: Authorization): Plan<string> {
  const { client, admission } = authorization;
  const secret = newSecret(deps.random);
  const id = newOrderedId(deps.clock, deps.random);
  const expiresAt = secondsAfter(deps.clock.now(), CODE_LIFETIME_SECONDS);
  const grant = makeGrant(deps, authorization, { id, codeHash: sha256(secret), expiresAt });
  const { session } = admission.active;
  return {
    changes: [insertion('grants', { ...grant, sessionId: session.id }), ...sessionUse(deps, session, client)],
    result: handleText({ id, secret }),
  };
}

/**
 * Makes a grant for an authorization code or device code. For an authorization code, the caller adds the session id.
 */
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
    clientRefreshEpoch: client.refreshEpoch,
    userId: user.id,
    userGrantEpoch: user.grantEpoch,
    offline: scopes.includes('offline_access'),
    passkeyId: session.passkeyId,
    passkeyGeneration: session.passkeyGeneration,
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
