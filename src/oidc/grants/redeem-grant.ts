import type { LiveGrant } from '../../access/live-grant.js';
import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import type { JsonObject } from '../../model/json.js';
import { earlier, secondsAfter } from '../../model/time.js';
import type { AuthenticatedClient } from '../client-authentication/client-authentication.js';
import type { DpopKey } from '../protocol/dpop.js';
import type { Aim } from '../protocol/resource-indicators.js';
import { accessTokenExpiry } from '../tokens/access-token.js';
import { issueTokens } from '../tokens/issue-tokens.js';
import { isRefreshable, newTokenId, refreshTokenExpiry } from '../tokens/refresh-token.js';

/** A code that may be redeemed, if it is the first to be. */
export interface Redemption {
  readonly issuer: Issuer;
  readonly authenticated: AuthenticatedClient;
  readonly live: LiveGrant;
  /** SHA-256 of the secret half of the code. */
  readonly codeHash: string;
  readonly aim: Aim;
  readonly proved: DpopKey | undefined;
}

/**
 * Consume, then issue: of several at once exactly one goes on. The grant, which lived as long as its code, lives on as
 * long as its tokens. `undefined`: the code is used, expired, or was ended.
 */
export async function redeemGrant(
  deps: Deps,
  { issuer, authenticated, live, codeHash, aim, proved }: Redemption,
): Promise<JsonObject | undefined> {
  const { grant, client } = live;
  const now = deps.clock.now();
  const accessExpiresAt = accessTokenExpiry(deps, client, now);
  const refreshable = isRefreshable(client, grant.scopes);
  const expiresAt = refreshable ? secondsAfter(now, client.refreshTokenAbsoluteLifetime) : accessExpiresAt;
  const { id: grantId, clientId, clientGeneration } = grant;
  if (!(await deps.store.grants.redeem({ grantId, codeHash, clientId, clientGeneration }, now, expiresAt))) {
    return undefined;
  }
  return issueTokens(deps, {
    issuer,
    authenticated,
    client,
    live,
    ...aim,
    proved,
    accessExpiresAt: earlier(accessExpiresAt, expiresAt),
    ...(refreshable && { refresh: refreshOf(deps, client, expiresAt, grant.scopes, now) }),
  });
}

function refreshOf(deps: Deps, client: Client, absolute: Date, scopes: readonly string[], now: Date) {
  return {
    id: newTokenId(deps),
    expiresAt: refreshTokenExpiry(client, { expiresAt: absolute }, now),
    scopes,
  };
}
