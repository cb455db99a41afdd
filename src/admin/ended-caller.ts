import type { Deps } from '../model/deps.js';
import { hasPassed } from '../model/time.js';
import type { AdminCaller } from './admin-caller.js';

/** Explains to a caller whose credentials were valid a moment ago why they no longer are. */
export async function explainEndOfCaller(deps: Deps, caller: AdminCaller): Promise<string> {
  switch (caller.kind) {
    case 'API_KEY':
      return explainEndOfKey(deps, caller);
    case 'USER':
      return explainEndOfUser(deps, caller);
    default:
      return 'The access token was revoked, or its client was disabled or deleted.';
  }
}

async function explainEndOfKey({ store, clock }: Deps, { id = '' }: AdminCaller): Promise<string> {
  const key = await store.apiKeys.find(id);
  if (key === undefined) return 'The API key was deleted.';
  if (key.expiresAt !== undefined && hasPassed(key.expiresAt, clock.now())) return 'The API key has expired.';
  return 'The user, client or API key that made this API key is no longer valid.';
}

async function explainEndOfUser({ store }: Deps, { id = '', maker }: AdminCaller): Promise<string> {
  const [user, grant] = await Promise.all([store.users.find(id), store.grants.find(maker?.grantId ?? '')]);
  if (user === undefined) return 'The user was deleted.';
  if (!user.enabled) return 'The user was disabled.';
  const session = grant?.sessionId === undefined ? undefined : await store.sessions.find(grant.sessionId);
  if (grant?.sessionId !== undefined && (session === undefined || session.endedAt !== undefined))
    return 'The session was ended.';
  return 'The access token was revoked, or the user may no longer use its client.';
}
