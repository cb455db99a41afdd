import type { Deps } from '../../model/deps.js';
import { hasPassed, secondsAfter } from '../../model/time.js';
import type { Token } from '../../model/tokens/token.js';
import { newTokenId } from '../tokens/refresh-token.js';

/** Seconds after a rotation in which the replaced token counts once more: an answer was lost, or two tabs asked. */
const GRACE = 10;

/** How often a step is tried again that another request was faster to take. */
const ATTEMPTS = 3;

export type RotationOutcome =
  /** The token was replaced: the one of that id may be issued. */
  | { readonly kind: 'replaced'; readonly successorId: string }
  /** Nothing is wrong with the grant, but this request gets nothing. */
  | { readonly kind: 'refused' }
  /** Both the token and one of its successors were used: one of the two was stolen. */
  | { readonly kind: 'reused' };

/**
 * Replaces a refresh token by one conditional write: consume, then issue.
 * {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2 | RFC 9700 §4.14.2}
 */
export async function rotate(deps: Deps, token: Token, expiresAt: Date, attempts = ATTEMPTS): Promise<RotationOutcome> {
  const now = deps.clock.now();
  // Retired because the token before it came again: whoever has this one got the answer that seemed lost.
  if (token.endedAt !== undefined) return { kind: 'reused' };
  const successorId = newTokenId(deps);
  const step = stepOf(token, successorId, now);
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

/** What the state of the token allows next. */
function stepOf({ replacedAt, graceUsedAt, successorIds = [] }: Token, next: string, now: Date): Step | undefined {
  const fresh = { replacedAt: now, graceUsedAt: undefined, successorIds: [next] };
  if (replacedAt === undefined) return { ...fresh, late: false };
  if (hasPassed(secondsAfter(replacedAt, GRACE), now)) return { ...fresh, late: true };
  if (graceUsedAt !== undefined) return undefined;
  return { replacedAt, graceUsedAt: now, successorIds: [...successorIds, next], late: false };
}

/** Ends successors that were never used; `false` where one was. */
async function retireSuccessors(deps: Deps, token: Token): Promise<boolean> {
  for (const id of token.successorIds ?? []) if (!(await retire(deps, token, id))) return false;
  return true;
}

/** A successor that was never written gets a record that is ended: a slow process that writes it now fails. */
async function retire(deps: Deps, token: Token, id: string): Promise<boolean> {
  const endedAt = deps.clock.now();
  const { replacedAt: _, graceUsedAt: __, successorIds: ___, ...facts } = token;
  if (await deps.store.tokens.insert({ ...facts, id, secretHash: '', endedAt, createdAt: endedAt })) return true;
  if (await deps.store.tokens.retire(id, endedAt)) return true;
  return (await deps.store.tokens.find(id))?.replacedAt === undefined;
}
