import { LOST_RACE } from '../../model/change-record.js';
import type { Change } from '../../model/change-set.js';
import { type Client, isConfidential } from '../../model/clients/client.js';
import type { Deps } from '../../model/deps.js';
import { hasPassed, secondsAfter } from '../../model/time.js';
import type { Token } from '../../model/tokens/token.js';
import { replacement } from '../../model/tokens/token-changes.js';
import { boundKey, type RefreshToken } from '../tokens/refresh-token.js';
import {
  deriveSuccessor,
  findSuccessors,
  planSuccessor,
  retireSuccessors,
  storeSuccessor,
} from './refresh-successor.js';

/**
 * For this many seconds after the server has replaced a refresh token, a client that sends the old token again gets the
 * same new token. The response may have been lost, or several browser tabs may have sent the old token at once.
 */
const WINDOW_SECONDS = 10;

/**
 * The server accepts a replaced refresh token at most this many more times, so that a client cannot obtain an unlimited
 * number of access tokens with a replaced refresh token.
 */
const MAX_REPETITIONS = 100;

/** A refresh token that a client sent, and the data that the server needs to replace the token. */
export interface Presented {
  readonly token: Token;
  readonly secret: string;
  readonly client: Client;
  /** The thumbprint of the key with which the client signed its DPoP proof. `undefined` if the client sent no proof. */
  readonly jkt: string | undefined;
}

export type RotationOutcome =
  /**
   * The client gets a new refresh token, the successor. The caller must commit `consumed` and, unless `isStored` is set,
   * store the successor with the same change set.
   */
  | {
      readonly kind: 'replaced';
      readonly successor: RefreshToken;
      readonly isStored: boolean;
      readonly consumed: readonly Change[];
    }
  /** The caller must reject the client's refresh request, but must not revoke the grant. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** An old refresh token was used again, so an attacker may have stolen it. The caller must revoke the grant. */
  | { readonly kind: 'reused' };

type Attempt = RotationOutcome | typeof LOST_RACE;

/**
 * Decides how to replace a refresh token with a new one, its successor. Repeated requests with one token get the same
 * successor. So if an attacker and the client both use a stolen token, one of them later sends an outdated token, which
 * the server notices. Returns `LOST_RACE` if another request has changed the token meanwhile.
 * {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2 | RFC 9700 §4.14.2}
 */
export async function rotate(deps: Deps, presented: Presented, expiresAt: Date): Promise<Attempt> {
  const { token } = presented;
  // The server retires a new refresh token if the client then uses the old token again. If the retired token is used
  // too, an attacker may have stolen one of the two tokens.
  if (token.endedAt !== undefined) return { kind: 'reused' };
  if (token.replacedAt === undefined) return replace(deps, presented, { expiresAt, repetitions: 0 });
  return repeat(deps, presented, token.replacedAt);
}

/**
 * Decides whether a client that sends a replaced refresh token again gets a new token, gets an error, or loses the
 * grant.
 */
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
 * Whether the client that received the new refresh token also sent this request: either the client has authenticated,
 * or its DPoP proof has the key of the new token. An attacker with only a copy of the old token has neither credentials
 * nor key.
 */
function isProven(presented: Presented): boolean {
  const isBound = presented.token.successor?.jkt !== undefined;
  return hasKeyOfSuccessor(presented) && (isBound || isConfidential(presented.client));
}

/** Whether the successor is bound to no key, or to the key of the DPoP proof in this request (RFC 9449 §5). */
function hasKeyOfSuccessor({ token, jkt }: Presented): boolean {
  const bound = token.successor?.jkt;
  return bound === undefined || bound === jkt;
}

function replace(
  deps: Deps,
  { token, secret, client, jkt }: Presented,
  { expiresAt, repetitions }: { readonly expiresAt: Date; readonly repetitions: number },
): Attempt {
  const plan = { ...planSuccessor(deps, boundKey(client, jkt)), replacedAt: deps.clock.now(), expiresAt, repetitions };
  const successor = deriveSuccessor(deps, secret, { ...token, ...plan });
  if (successor === undefined)
    throw new Error('The new refresh token cannot be derived from the old token. This is a bug in Passgraph.');
  return { kind: 'replaced', successor, isStored: false, consumed: [replacement(token, plan)] };
}

/**
 * Answers a repeated request with a replaced token. It stores the successor if it is not stored yet, because the process
 * that retired an earlier successor may have crashed before it stored the next one.
 */
async function issueAgain(deps: Deps, token: Token, successor: RefreshToken): Promise<Attempt> {
  if (!(await deps.store.tokens.repeat(token, MAX_REPETITIONS))) return LOST_RACE;
  if (!(await storeSuccessor(deps, successor.record))) return LOST_RACE;
  return { kind: 'replaced', successor, isStored: true, consumed: [] };
}

const JUST_REPLACED = 'The refresh token has just been replaced. Use the new refresh token.';
const OTHER_KEY =
  'The refresh token has just been replaced by a token that is bound to another key. Make the DPoP proof with that key.';
const TOO_OFTEN = `The refresh token was used ${MAX_REPETITIONS} more times after it had been replaced. Use the new refresh token.`;
