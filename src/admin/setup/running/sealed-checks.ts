import type { Deps } from '../../../model/deps.js';
import type { SealedSecret, SealPlace } from '../../../model/server/sealed-secret.js';
import type { AdminCaller } from '../../admin-caller.js';
import { serverVersion } from '../server-version.js';
import type { SetupCheck } from '../setup-checks.js';

/** Two places, so that neither a request nor anything else that the server encrypts can pass for an answer. */
const REQUEST: SealPlace = { record: 'setup-checks', field: 'request' };
const ANSWER: SealPlace = { record: 'setup-checks', field: 'answer' };

const CHALLENGE = /^[\w-]{43}$/;
const MAX_AGE_MS = 60_000;

/** The command has no API key. Who has the `SECRET_KEY` may read the checks. */
const CALLER: AdminCaller = { permissions: ['issuers:read'] };

export interface ServerChecks {
  readonly version: string;
  readonly checks: readonly SetupCheck[];
}

/** Encrypts the request of the command for the checks. The challenge is 43 random characters that were never sent before. */
export function sealRequest({ keys, clock }: Pick<Deps, 'keys' | 'clock'>, challenge: string): SealedSecret {
  return keys.seal(JSON.stringify({ challenge, at: clock.now().getTime() }), REQUEST);
}

/**
 * Runs the checks and encrypts them for the request. A program that passes the request on can neither read nor change the
 * answer, and the answer to an earlier request has another challenge. Returns `undefined` if the request was not made with
 * the `SECRET_KEY` in the last minute.
 */
export async function answerRequest(
  { keys, clock }: Pick<Deps, 'keys' | 'clock'>,
  request: object,
  check: (caller: AdminCaller) => Promise<readonly SetupCheck[]>,
): Promise<SealedSecret | undefined> {
  const { challenge, at } = open(keys, request, REQUEST) ?? {};
  if (typeof challenge !== 'string' || !CHALLENGE.test(challenge) || typeof at !== 'number') return undefined;
  if (Math.abs(clock.now().getTime() - at) > MAX_AGE_MS) return undefined;
  return keys.seal(JSON.stringify({ challenge, version: serverVersion(), checks: await check(CALLER) }), ANSWER);
}

/** Returns the checks that the server with this `SECRET_KEY` has encrypted for this challenge, or else `undefined`. */
export function openAnswer({ keys }: Pick<Deps, 'keys'>, answer: unknown, challenge: string): ServerChecks | undefined {
  const opened = open(keys, answer, ANSWER);
  return opened?.challenge === challenge ? (opened as unknown as ServerChecks) : undefined;
}

function open(keys: Deps['keys'], value: unknown, place: SealPlace): Readonly<Record<string, unknown>> | undefined {
  const { sealed } = Object(value) as { readonly sealed?: unknown };
  if (typeof sealed !== 'string') return undefined;
  try {
    return JSON.parse(keys.open({ sealed }, place)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
