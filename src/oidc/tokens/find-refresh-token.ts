import { equalInConstantTime, readHandle, sha256 } from '../../keys/secrets.js';
import type { LiveRecords } from '../../model/access/live.js';
import type { Deps } from '../../model/deps.js';
import type { Token } from '../../model/tokens/token.js';

/**
 * A stored refresh token with the records that it depends on. The caller must check whether the token is still valid.
 */
export type FoundRefreshToken = LiveRecords & { readonly token: Token; readonly secret: string };

/**
 * Finds the record of a refresh token with one database query. Returns `undefined` if the token is unknown or its
 * secret is wrong.
 */
export async function findRefreshToken(deps: Deps, text: string): Promise<FoundRefreshToken | undefined> {
  const handle = readHandle(text);
  const records = handle === undefined ? undefined : await deps.store.readLive({ tokenId: handle.id });
  const token = records?.token;
  if (handle === undefined || token?.kind !== 'refresh') return undefined;
  return equalInConstantTime(token.secretHash, sha256(handle.secret))
    ? { ...records, token, secret: handle.secret }
    : undefined;
}
