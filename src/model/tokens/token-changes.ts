import { type Change, updateIf } from '../change-set.js';
import { after } from '../conditions.js';
import type { Grant } from './grant.js';
import type { Replacement, Rotation, Token } from './token.js';

/** A code that a client has sent: the grant that it belongs to, and the hash of its secret part. */
export interface PresentedCode extends Pick<Grant, 'clientId' | 'clientGeneration'> {
  readonly grantId: string;
  readonly codeHash: string;
}

/**
 * Marks a code as used, and sets the times of last use and expiry of its grant. The change set fails if the code belongs
 * to another client, has a wrong secret, or is used, expired or revoked.
 */
export function redemption({ grantId, ...code }: PresentedCode, now: Date, expiresAt: Date): Change {
  const where = { id: grantId, ...code, codeExpiresAt: after(now), codeUsedAt: null, revokedAt: null };
  return updateIf('grants', where, { codeUsedAt: now, lastUsedAt: now, expiresAt });
}

/**
 * Marks a refresh token as replaced, and stores the values from which its successor is derived. The change set fails if
 * the token is revoked, or if another request has replaced it meanwhile.
 */
export function replacement(seen: Pick<Token, 'id'> & Rotation, changes: Replacement): Change {
  const { id, replacedAt = null, graceUsedAt = null, successorId = null } = seen;
  const where = { id, endedAt: null, replacedAt, graceUsedAt, successorId };
  return updateIf('tokens', where, { ...changes, graceUsedAt: undefined, successorIds: undefined });
}

/** Sets a later expiry of a refresh token. The change set fails if the token is revoked. */
export function extension(id: string, expiresAt: Date): Change {
  return updateIf('tokens', { id, endedAt: null }, { expiresAt });
}
