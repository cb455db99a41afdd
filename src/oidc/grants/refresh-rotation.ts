import type { Deps } from '../../model/deps.js';
import { hasPassed, secondsAfter } from '../../model/time.js';
import type { Token } from '../../model/tokens/token.js';
import { newTokenId } from '../tokens/refresh-token.js';

/**
 * For this long after a refresh token was replaced, it is accepted once more. The response may have been lost, or two
 * browser tabs may have used the token at the same time.
 */
const GRACE_SECONDS = 10;

/** How many times the server tries to replace a token if other requests change the token at the same time. */
const MAX_ATTEMPTS = 3;

export type RotationOutcome =
  /** The token was replaced. The caller must issue the new token with `successorId` as its id. */
  | { readonly kind: 'replaced'; readonly successorId: string }
  /** Other requests have just replaced the token. This request gets no token, but the grant stays valid. */
  | { readonly kind: 'refused' }
  /**
   * The token and one of its successors were both used, so one of them was stolen. The caller must revoke the grant.
   */
  | { readonly kind: 'reused' };

/**
 * Marks a refresh token as replaced with one conditional write. The caller issues the new token after that.
 * {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2 | RFC 9700 §4.14.2}
 */
export async function rotate(
  deps: Deps,
  token: Token,
  expiresAt: Date,
  attempts = MAX_ATTEMPTS,
): Promise<RotationOutcome> {
  const now = deps.clock.now();
  // This token was ended because the older token it replaced was used again. If both are in use, one was stolen.
  if (token.endedAt !== undefined) return { kind: 'reused' };
  const successorId = newTokenId(deps);
  const step = nextStep(token, successorId, now);
  if (step === undefined) return { kind: 'refused' };
  if (step.late && !(await retireSuccessors(deps, token))) return { kind: 'reused' };
  const { replacedAt, graceUsedAt, successorIds } = step;
  if (await deps.store.tokens.replace(token, { replacedAt, graceUsedAt, successorIds, expiresAt })) {
    return { kind: 'replaced', successorId };
  }
  const current = attempts > 1 ? await deps.store.tokens.find(token.id) : undefined;
  return current === undefined ? { kind: 'refused' } : rotate(deps, current, expiresAt, attempts - 1);
}

type Step = Required<Pick<Token, 'replacedAt' | 'graceUsedAt' | 'successorIds'>> & { readonly late: boolean };

/**
 * Returns the change that replaces the token, or `undefined` if it was already used a second time in `GRACE_SECONDS`.
 */
function nextStep({ replacedAt, graceUsedAt, successorIds = [] }: Token, next: string, now: Date): Step | undefined {
  const fresh = { replacedAt: now, graceUsedAt: undefined, successorIds: [next] };
  if (replacedAt === undefined) return { ...fresh, late: false };
  if (hasPassed(secondsAfter(replacedAt, GRACE_SECONDS), now)) return { ...fresh, late: true };
  if (graceUsedAt !== undefined) return undefined;
  return { replacedAt, graceUsedAt: now, successorIds: [...successorIds, next], late: false };
}

/** Ends the tokens that replaced this token. Returns `false` if one of them was already used. */
async function retireSuccessors(deps: Deps, token: Token): Promise<boolean> {
  for (const id of token.successorIds ?? []) if (!(await retire(deps, token, id))) return false;
  return true;
}

/**
 * Ends one token that replaced an older token. If it is not stored yet, it is stored as ended, so that a slow process
 * can no longer issue it.
 */
async function retire(deps: Deps, token: Token, id: string): Promise<boolean> {
  const endedAt = deps.clock.now();
  const { replacedAt: _, graceUsedAt: __, successorIds: ___, ...facts } = token;
  if (await deps.store.tokens.insert({ ...facts, id, secretHash: '', endedAt, createdAt: endedAt })) return true;
  if (await deps.store.tokens.retire(id, endedAt)) return true;
  return (await deps.store.tokens.find(id))?.replacedAt === undefined;
}
