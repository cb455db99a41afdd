import type { Deps } from '../../model/deps.js';
import { hasPassed, secondsAfter } from '../../model/time.js';
import type { Token } from '../../model/tokens/token.js';
import { newTokenId } from '../tokens/refresh-token.js';

/** After a rotation, the replaced token is accepted once more: a response may be lost, or two tabs refresh at once. */
const GRACE_SECONDS = 10;

/** Retries if another request has changed the token at the same time. */
const MAX_ATTEMPTS = 3;

export type RotationOutcome =
  /** The token was replaced: its successor may be issued with this id. */
  | { readonly kind: 'replaced'; readonly successorId: string }
  /** The grant stays valid, but this request gets no token. */
  | { readonly kind: 'refused' }
  /** Both the token and one of its successors were used, so one of the two was stolen. */
  | { readonly kind: 'reused' };

/**
 * Replaces a refresh token in one conditional write, before the new one is issued.
 * {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2 | RFC 9700 §4.14.2}
 */
export async function rotate(
  deps: Deps,
  token: Token,
  expiresAt: Date,
  attempts = MAX_ATTEMPTS,
): Promise<RotationOutcome> {
  const now = deps.clock.now();
  // It was retired because its predecessor was used again. Using both means that one of them was stolen.
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

/** The change that the state of the token allows; `undefined` if its grace use is spent. */
function nextStep({ replacedAt, graceUsedAt, successorIds = [] }: Token, next: string, now: Date): Step | undefined {
  const fresh = { replacedAt: now, graceUsedAt: undefined, successorIds: [next] };
  if (replacedAt === undefined) return { ...fresh, late: false };
  if (hasPassed(secondsAfter(replacedAt, GRACE_SECONDS), now)) return { ...fresh, late: true };
  if (graceUsedAt !== undefined) return undefined;
  return { replacedAt, graceUsedAt: now, successorIds: [...successorIds, next], late: false };
}

/** Retires the successors, none of which may have been used; `false` if one was. */
async function retireSuccessors(deps: Deps, token: Token): Promise<boolean> {
  for (const id of token.successorIds ?? []) if (!(await retire(deps, token, id))) return false;
  return true;
}

/** A successor that is not stored yet gets an ended record, so that a slow process can no longer issue it. */
async function retire(deps: Deps, token: Token, id: string): Promise<boolean> {
  const endedAt = deps.clock.now();
  const { replacedAt: _, graceUsedAt: __, successorIds: ___, ...facts } = token;
  if (await deps.store.tokens.insert({ ...facts, id, secretHash: '', endedAt, createdAt: endedAt })) return true;
  if (await deps.store.tokens.retire(id, endedAt)) return true;
  return (await deps.store.tokens.find(id))?.replacedAt === undefined;
}
