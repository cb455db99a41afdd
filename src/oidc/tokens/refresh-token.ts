import type { LiveGrant } from '../../access/live-grant.js';
import { handleText, newOrderedId, newSecret, sha256 } from '../../keys/secrets.js';
import { type Client, isConfidential } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { earlier, secondsAfter } from '../../model/time.js';
import type { Grant } from '../../model/tokens/grant.js';
import type { Token } from '../../model/tokens/token.js';
import type { DpopKey } from '../protocol/dpop.js';
import { demandsDpop } from '../protocol/security-profile.js';

/** What a refresh token is to say. */
export interface RefreshTokenFacts {
  readonly issuer: Issuer;
  readonly live: LiveGrant;
  readonly scopes: readonly string[];
  /** Chosen before it is issued, so that the token it replaces can name it. */
  readonly id: string;
  readonly expiresAt: Date;
  /** The key that it is bound to. */
  readonly proved?: DpopKey | undefined;
}

/** Refresh tokens exist only with `offline_access` (OpenID Connect Core §11), for a client that may use them. */
export function isRefreshable(client: Client, scopes: readonly string[]): boolean {
  return scopes.includes('offline_access') && client.grant_types.includes('refresh_token');
}

/** End of the idle lifetime, or of the grant's absolute one. */
export function refreshTokenExpiry(client: Client, grant: Pick<Grant, 'expiresAt'>, now: Date): Date {
  return earlier(secondsAfter(now, client.refreshTokenIdleLifetime), grant.expiresAt);
}

/**
 * {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2 | RFC 9700 §4.14.2}: refresh tokens rotate, or are bound
 * to their sender; those of a confidential client are bound by its authentication, and with DPoP stay as they are (FAPI).
 */
export function rotates(client: Client): boolean {
  return !(isConfidential(client) && demandsDpop(client));
}

export function makeRefreshToken(
  deps: Deps,
  { issuer, live, scopes, id, expiresAt, proved }: RefreshTokenFacts,
): { text: string; record: Token } {
  const secret = newSecret(deps.random);
  const record: Token = {
    id,
    kind: 'refresh',
    secretHash: sha256(secret),
    grantId: live.grant.id,
    issuerId: issuer.id,
    clientId: live.client.id,
    clientGeneration: live.client.generation,
    scopes,
    audience: live.grant.resource,
    // RFC 9449 §5: bound for a public client; one that authenticates is bound by that.
    ...(proved !== undefined && !isConfidential(live.client) && { jkt: proved.jkt }),
    createdAt: deps.clock.now(),
    expiresAt,
  };
  return { text: handleText({ id, secret }), record };
}

export function newTokenId(deps: Deps): string {
  return newOrderedId(deps.clock, deps.random);
}
