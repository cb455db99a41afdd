import type { LiveGrant } from '../../access/live-grant.js';
import { handleText, newOrderedId, newSecret, sha256 } from '../../keys/secrets.js';
import { type Client, isConfidential } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { earlier, secondsAfter } from '../../model/time.js';
import type { Grant } from '../../model/tokens/grant.js';
import type { Token } from '../../model/tokens/token.js';
import type { DpopKey } from '../protocol/dpop.js';
import { requiresDpop } from '../protocol/security-profile.js';

export interface RefreshTokenFacts {
  readonly issuer: Issuer;
  readonly live: LiveGrant;
  readonly scopes: readonly string[];
  /** The id of the new token. It is chosen in advance, because the record of the replaced token contains it. */
  readonly id: string;
  readonly expiresAt: Date;
  /** The client's DPoP key. Only the refresh token of a public client is bound to it. */
  readonly dpopKey?: DpopKey | undefined;
}

/**
 * Whether a refresh token is issued. It requires the scope `offline_access` (OpenID Connect Core §11) and a client with
 * the grant type `refresh_token`.
 */
export function isRefreshable(client: Client, scopes: readonly string[]): boolean {
  return scopes.includes('offline_access') && client.grant_types.includes('refresh_token');
}

/** Returns when a refresh token expires: after its idle lifetime or with its grant, whichever is earlier. */
export function refreshTokenExpiry(client: Client, grant: Pick<Grant, 'expiresAt'>, now: Date): Date {
  return earlier(secondsAfter(now, client.refreshTokenIdleLifetime), grant.expiresAt);
}

/**
 * Whether the client's refresh token is replaced at each use. A confidential client with DPoP needs no rotation,
 * because DPoP protects its token, and FAPI 2.0 §5.3.2.1 forbids rotation.
 * {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2 | RFC 9700 §4.14.2}
 */
export function rotates(client: Client): boolean {
  return !(isConfidential(client) && requiresDpop(client));
}

/** Makes a refresh token: `text` for the client, and `record` for the store. */
export function makeRefreshToken(
  deps: Deps,
  { issuer, live, scopes, id, expiresAt, dpopKey }: RefreshTokenFacts,
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
    // RFC 9449 §5: bind only the tokens of public clients to a key. Other clients must authenticate to use a token.
    ...(dpopKey !== undefined && !isConfidential(live.client) && { jkt: dpopKey.jkt }),
    createdAt: deps.clock.now(),
    expiresAt,
  };
  return { text: handleText({ id, secret }), record };
}

export function newTokenId(deps: Deps): string {
  return newOrderedId(deps.clock, deps.random);
}
