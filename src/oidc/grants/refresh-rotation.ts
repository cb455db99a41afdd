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
 * For this many seconds after the server has replaced a refresh token, a client that sends the old token again gets the
 * same new token. The response may have been lost, or several browser tabs may have sent the old token at once.
 */
const WINDOW_SECONDS = 10;

/**
 * The server accepts a replaced refresh token at most this many more times, so that a client cannot obtain an unlimited
 * number of access tokens with it.
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
   * The client gets a new refresh token, the successor. Unless `isStored` is set, the caller must store the successor.
   */
  | { readonly kind: 'replaced'; readonly successor: RefreshToken; readonly isStored: boolean }
  /** The caller must reject this request. The grant stays valid. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** An old refresh token was used again, so an attacker may have stolen it. The caller must revoke the grant. */
  | { readonly kind: 'reused' };

type Attempt = RotationOutcome | typeof LOST_RACE;

/**
 * Replaces a refresh token with a new one, its successor. Repeated requests with one token get the same successor. So
 * if an attacker and the client both use a stolen token, one of them later sends an outdated token, which the server
 * notices.
 * {@link https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2 | RFC 9700 §4.14.2}
 */
export function rotate(deps: Deps, presented: Presented, expiresAt: Date): Promise<RotationOutcome> {
  let known: Token | undefined = presented.token;
  return retryLostRaces(async () => {
    const token = known ?? (await deps.store.tokens.find(presented.token.id));
    known = undefined;
    if (token === undefined) return { kind: 'refused', reason: 'The refresh token has expired.' };
    // The server has retired this token, because its predecessor was used again. If this token is used too, an attacker
    // may have stolen one of the two.
    if (token.endedAt !== undefined) return { kind: 'reused' };
    if (token.replacedAt === undefined) return replace(deps, { ...presented, token }, { expiresAt, repetitions: 0 });
    return repeat(deps, { ...presented, token }, token.replacedAt);
  });
}

/** Decides what the server returns for a refresh token that it has already replaced. */
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
 * Whether the request comes from the client that received the successor: the client has authenticated, or its DPoP
 * proof has the key of the successor. An attacker with only a copy of the token can do neither.
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

/**
 * Stores the successor before the server responds, because the process that replaced the token may have crashed before
 * it stored the successor.
 */
async function issueAgain(deps: Deps, token: Token, successor: RefreshToken): Promise<Attempt> {
  if (!(await deps.store.tokens.repeat(token, MAX_REPETITIONS))) return LOST_RACE;
  if (!(await storeSuccessor(deps, successor.record))) return LOST_RACE;
  return { kind: 'replaced', successor, isStored: true };
}

const JUST_REPLACED = 'The refresh token has just been replaced. Use the new refresh token.';
const OTHER_KEY =
  'The refresh token has just been replaced by one that is bound to another key. Make the DPoP proof with that key.';
const TOO_OFTEN = `The refresh token was used ${MAX_REPETITIONS} more times after it had been replaced. Use the new refresh token.`;
