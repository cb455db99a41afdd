import type { LiveGrant } from '../../access/live-grant.js';
import { handleText, newOrderedId, newSecret, sha256 } from '../../keys/secrets.js';
import { type Client, isConfidential } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { earlier, secondsAfter } from '../../model/time.js';
import type { Grant } from '../../model/tokens/grant.js';
import type { Token } from '../../model/tokens/token.js';
import { requiresDpop } from '../protocol/security-profile.js';

/** A refresh token. The client receives `text`, and the database stores `record`. */
export interface RefreshToken {
  readonly text: string;
  readonly record: Token;
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

/** Makes the first refresh token of a grant. */
export function makeRefreshToken(
  deps: Deps,
  issuer: Issuer,
  { grant, client }: LiveGrant,
  { expiresAt, jkt }: { readonly expiresAt: Date; readonly jkt: string | undefined },
): RefreshToken {
  const secret = newSecret(deps.random);
  const id = newTokenId(deps);
  const bound = boundKey(client, jkt);
  const record: Token = {
    id,
    kind: 'refresh',
    secretHash: sha256(secret),
    grantId: grant.id,
    issuerId: issuer.id,
    clientId: client.id,
    clientGeneration: client.generation,
    scopes: grant.scopes,
    audience: grant.resource,
    ...(bound !== undefined && { jkt: bound }),
    createdAt: deps.clock.now(),
    expiresAt,
  };
  return { text: handleText({ id, secret }), record };
}

/**
 * Returns the DPoP key to which a refresh token is bound. RFC 9449 §5: only the refresh tokens of public clients are
 * bound, because other clients must authenticate to use a refresh token.
 */
export function boundKey(client: Client, jkt: string | undefined): string | undefined {
  return isConfidential(client) ? undefined : jkt;
}

export function newTokenId(deps: Deps): string {
  return newOrderedId(deps.clock, deps.random);
}
