import { equalInConstantTime, parseHandle, sha256 } from '../../keys/secrets.js';
import type { LiveRecords } from '../../model/access/live.js';
import type { Deps } from '../../model/deps.js';
import type { Token } from '../../model/tokens/token.js';

/** A refresh token that proved itself by its secret, with all that it stands on. Whether it counts is yet to be seen. */
export type FoundRefreshToken = LiveRecords & { readonly token: Token };

/** One round trip. */
export async function findRefreshToken(deps: Deps, text: string): Promise<FoundRefreshToken | undefined> {
  const handle = parseHandle(text);
  const records = handle === undefined ? undefined : await deps.store.readLive({ tokenId: handle.id });
  const token = records?.token;
  if (handle === undefined || token?.kind !== 'refresh') return undefined;
  return equalInConstantTime(token.secretHash, sha256(handle.secret)) ? { ...records, token } : undefined;
}
