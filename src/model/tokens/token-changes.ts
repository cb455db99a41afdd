import { type Change, updateIf } from '../change-set.js';
import { after } from '../conditions.js';
import type { Grant } from './grant.js';
import type { Replacement, Rotation, Token } from './token.js';

/**
 * An authorization code that a client has sent. `grantId` is the first part of the code, and `codeHash` is a hash of
 * its secret part.
 */
export interface PresentedCode extends Pick<Grant, 'clientId' | 'clientGeneration'> {
  readonly grantId: string;
  readonly codeHash: string;
}

/**
 * Returns the change that marks an authorization code as used, and sets the last-used time and the expiry of its grant,
 * and the fields in `more`.
 * The change set fails if the code belongs to another client, has a wrong secret, or is used, expired or revoked.
 */
export function redemption(
  { grantId, ...code }: PresentedCode,
  now: Date,
  expiresAt: Date,
  more: Pick<Grant, 'cookieHash'> = {},
): Change {
  const where = { id: grantId, ...code, codeExpiresAt: after(now), codeUsedAt: null, revokedAt: null };
  return updateIf('grants', where, { ...more, codeUsedAt: now, lastUsedAt: now, expiresAt });
}

/**
 * Returns the change that marks a refresh token as replaced, and stores the values from which the new token is derived.
 * The change set fails if the old token is revoked, or if another request has replaced it since it was read.
 */
export function replacement(seen: Pick<Token, 'id'> & Rotation, changes: Replacement): Change {
  const { id, replacedAt = null, graceUsedAt = null, successorId = null } = seen;
  const where = { id, endedAt: null, replacedAt, graceUsedAt, successorId };
  return updateIf('tokens', where, { ...changes, graceUsedAt: undefined, successorIds: undefined });
}

/** Returns the change that sets a later expiry of a refresh token. The change set fails if the token is revoked. */
export function extension(id: string, expiresAt: Date): Change {
  return updateIf('tokens', { id, endedAt: null }, { expiresAt });
}
