import { LOST_RACE, retryLostRaces } from '../../model/change-record.js';
import { type Client, isConfidential } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { hasPassed, secondsAfter } from '../../model/time.js';
import type { Token } from '../../model/tokens/token.js';
import { boundKey, type RefreshToken } from '../tokens/refresh-token.js';
import {
  deriveSuccessor,
  findSuccessors,
  planSuccessor,
  retireSuccessors,
  storeSuccessor,
} from './refresh-successor.js';

/**
 * For this long after a refresh token was replaced, every request with it gets the same successor. The response may have
 * been lost, or several browser tabs may use the token at the same time.
 */
const WINDOW_SECONDS = 10;

/** How often a replaced refresh token can be used again. It limits how many access tokens its owner can cause. */
const MAX_REPETITIONS = 100;

/** A refresh token that its client presented, with the facts on which its replacement depends. */
export interface Presented {
  readonly token: Token;
  readonly secret: string;
  readonly client: Client;
  /** The thumbprint of the key of the DPoP proof. `undefined` if the client sent no proof. */
  readonly jkt: string | undefined;
}

export type RotationOutcome =
  /** The caller must store the successor with the access token, unless it is already stored. */
  | { readonly kind: 'replaced'; readonly successor: RefreshToken; readonly isStored: boolean }
  /** This request gets no token, but the grant stays valid. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** The token was used although a later one was used or issued, so it was stolen. The caller must revoke the grant. */
  | { readonly kind: 'reused' };

type Attempt = RotationOutcome | typeof LOST_RACE;

/**
 * Replaces a refresh token, with one conditional write if it was not replaced before. Requests with the same token get
 * the same successor, so there is one chain of tokens, in which a second user is noticed.
 * {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2 | RFC 9700 §4.14.2}
 */
export function rotate(deps: Deps, presented: Presented, expiresAt: Date): Promise<RotationOutcome> {
  let known: Token | undefined = presented.token;
  return retryLostRaces(async () => {
    const token = known ?? (await deps.store.tokens.find(presented.token.id));
    known = undefined;
    if (token === undefined) return { kind: 'refused', reason: 'The refresh token has expired.' };
    // This token was retired, or the token before it was used again. If both are in use, one of them was stolen.
    if (token.endedAt !== undefined) return { kind: 'reused' };
    if (token.replacedAt === undefined) return replace(deps, { ...presented, token }, { expiresAt, repetitions: 0 });
    return repeat(deps, { ...presented, token }, token.replacedAt);
  });
}

/** Decides what a request gets whose refresh token was replaced before. */
async function repeat(deps: Deps, presented: Presented, replacedAt: Date): Promise<Attempt> {
  const { token } = presented;
  const isInWindow = !hasPassed(secondsAfter(replacedAt, WINDOW_SECONDS), deps.clock.now());
  const successors = await findSuccessors(deps, token);
  const isUsed = successors.some((successor) => successor.replacedAt !== undefined);
  if (isUsed && !isInWindow) return { kind: 'reused' };
  const { repetitions = 0 } = token;
  if (isInWindow && !hasKeyOfSuccessor(presented)) return { kind: 'refused', reason: OTHER_KEY };
  if (repetitions >= MAX_REPETITIONS) return { kind: 'refused', reason: TOO_OFTEN };
  const isRetired = successors.some(({ endedAt }) => endedAt !== undefined);
  const isSameAllowed = !isRetired && (isInWindow || isProven(presented));
  const same = isSameAllowed ? deriveSuccessor(deps, presented.secret, token) : undefined;
  if (same !== undefined) return issueAgain(deps, token, same);
  if (isUsed) return { kind: 'refused', reason: JUST_REPLACED };
  if (!(await retireSuccessors(deps, token))) return LOST_RACE;
  return replace(deps, presented, { expiresAt: token.expiresAt, repetitions: repetitions + 1 });
}

/**
 * Whether the request comes from the client that got the successor: it authenticates, or proves the key. A thief who
 * has only a copy of the token can do neither.
 */
function isProven(presented: Presented): boolean {
  const isBound = presented.token.successor?.jkt !== undefined;
  return hasKeyOfSuccessor(presented) && (isBound || isConfidential(presented.client));
}

/** RFC 9449 §5: whether the successor is unbound, or is bound to the key that this request proves. */
function hasKeyOfSuccessor({ token, jkt }: Presented): boolean {
  const bound = token.successor?.jkt;
  return bound === undefined || bound === jkt;
}

async function replace(
  deps: Deps,
  { token, secret, client, jkt }: Presented,
  { expiresAt, repetitions }: { readonly expiresAt: Date; readonly repetitions: number },
): Promise<Attempt> {
  const plan = { ...planSuccessor(deps, boundKey(client, jkt)), replacedAt: deps.clock.now(), expiresAt, repetitions };
  if (!(await deps.store.tokens.replace(token, plan))) return LOST_RACE;
  const successor = deriveSuccessor(deps, secret, { ...token, ...plan });
  if (successor === undefined) throw new Error('The successor of a refresh token cannot be derived. This is a bug.');
  return { kind: 'replaced', successor, isStored: false };
}

/** The successor is stored before the response, because the process that replaced the token may have died. */
async function issueAgain(deps: Deps, token: Token, successor: RefreshToken): Promise<Attempt> {
  if (!(await deps.store.tokens.repeat(token, MAX_REPETITIONS))) return LOST_RACE;
  if (!(await storeSuccessor(deps, successor.record))) return LOST_RACE;
  return { kind: 'replaced', successor, isStored: true };
}

const JUST_REPLACED = 'The refresh token has just been replaced. Use the new refresh token.';
const OTHER_KEY =
  'The refresh token has just been replaced by one that is bound to another key. Make the DPoP proof with that key.';
const TOO_OFTEN = `The refresh token was used ${MAX_REPETITIONS} more times after it had been replaced. Use the new refresh token.`;
