import { isOffline, type LiveGrant } from '../../access/live-grant.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';
import { earlier, secondsAfter } from '../../model/time.js';
import { redemption } from '../../model/tokens/token-changes.js';
import type { AuthenticatedClient } from '../client-authentication/client-authentication.js';
import type { DpopKey } from '../protocol/dpop.js';
import type { Target } from '../protocol/resource-indicators.js';
import { accessTokenExpiry } from '../tokens/access-token.js';
import { requestOf } from '../tokens/grant.js';
import { type Issuance, issueTokens } from '../tokens/issue-tokens.js';
import { makeRefreshToken, refreshTokenExpiry } from '../tokens/refresh-token.js';

/** An authorization code or device code that has passed all checks, with the data for its tokens. */
export interface Redemption {
  readonly issuer: Issuer;
  readonly authenticated: AuthenticatedClient;
  readonly live: LiveGrant;
  /** The SHA-256 hash of the secret part of the code. */
  readonly codeHash: string;
  readonly target: Target;
  readonly dpopKey: DpopKey | undefined;
}

/**
 * Consumes the code and issues tokens. From then on, the grant expires when its tokens expire, not when the code
 * expires. Returns `undefined` if the code has expired, was revoked or was used before, also if a simultaneous request
 * has just used the code.
 */
export async function redeemGrant(
  deps: Deps,
  { issuer, authenticated, live, codeHash, target, dpopKey }: Redemption,
): Promise<JsonObject | undefined> {
  const { grant, client } = live;
  const now = deps.clock.now();
  const accessExpiresAt = accessTokenExpiry(deps, client, now);
  const refreshable = isOffline(grant, client);
  const expiresAt = refreshable ? secondsAfter(now, client.refreshTokenAbsoluteLifetime) : accessExpiresAt;
  const idle = refreshTokenExpiry(client, { expiresAt }, now);
  const { id: grantId, clientId, clientGeneration } = grant;
  const issuance: Issuance = {
    issuer,
    authenticated,
    client,
    live,
    ...target,
    dpopKey,
    signIn: signInOf(grant),
    accessExpiresAt: earlier(accessExpiresAt, expiresAt),
    ...(refreshable && { refresh: makeRefreshToken(deps, issuer, live, { expiresAt: idle, jkt: dpopKey?.jkt }) }),
  };
  return issueTokens(deps, issuance, [redemption({ grantId, codeHash, clientId, clientGeneration }, now, expiresAt)]);
}

/** Whether the client protected the sign-in against stolen and injected codes (RFC 9700 §4.5.3), or used a device code. */
function signInOf(grant: LiveGrant['grant']): JsonObject {
  const { device, code_challenge: challenge, nonce } = requestOf(grant);
  return device === undefined ? { pkce: challenge !== undefined, nonce: nonce !== undefined } : { device: true };
}
