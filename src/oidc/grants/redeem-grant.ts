import { isOffline, type LiveGrant } from '../../access/live-grant.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';
import { earlier, secondsAfter } from '../../model/time.js';
import type { AuthenticatedClient } from '../client-authentication/client-authentication.js';
import type { DpopKey } from '../protocol/dpop.js';
import type { Target } from '../protocol/resource-indicators.js';
import { accessTokenExpiry } from '../tokens/access-token.js';
import { issueTokens } from '../tokens/issue-tokens.js';
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
 * Consumes the code and issues tokens. The grant then expires when its tokens expire, and no longer when the code
 * expires. Returns `undefined` if the code has expired, was revoked or was already used, even by a simultaneous
 * request.
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
  if (!(await deps.store.grants.redeem({ grantId, codeHash, clientId, clientGeneration }, now, expiresAt))) {
    return undefined;
  }
  return issueTokens(deps, {
    issuer,
    authenticated,
    client,
    live,
    ...target,
    dpopKey,
    accessExpiresAt: earlier(accessExpiresAt, expiresAt),
    ...(refreshable && { refresh: makeRefreshToken(deps, issuer, live, { expiresAt: idle, jkt: dpopKey?.jkt }) }),
  });
}
