import type { Clock, Fetch, Log } from '../model/deps.js';
import type { JsonObject } from '../model/json.js';
import { hasPassed, secondsAfter } from '../model/time.js';
import { MOST_KEYS, publicKeyProblem } from './client-jwks.js';

/** Seconds: how long a key set counts as it was fetched; how often an unknown `kid`, or a failure, asks again. */
const FRESH = 600;
const ASKED_AGAIN = 60;
const FAILURE_ASKED_AGAIN = 5;
/** Seconds that a key set still counts while its server does not answer. */
const STALE = 3600;

const TIMEOUT = 5_000;
const LARGEST = 65_536;
const MOST_SETS = 1_000;

/** The good keys of the set at a `jwks_uri`, from memory where that will do; none where it cannot be had. */
export type RemoteJwks = (uri: string, kid: string | undefined) => Promise<readonly JsonObject[]>;

interface RememberedSet {
  readonly keys: readonly JsonObject[];
  /** Absent while it was never fetched. */
  readonly fetchedAt?: Date;
  readonly attemptedAt: Date;
  readonly failed: boolean;
}

type RemoteDeps = { readonly fetch: Fetch; readonly clock: Clock; readonly log: Log };

/** Fetches key sets once and remembers them; those who ask at once share one request. */
export function makeRemoteJwks(deps: RemoteDeps): RemoteJwks {
  const remembered = new Map<string, RememberedSet>();
  const pending = new Map<string, Promise<RememberedSet>>();
  const refresh = (uri: string): Promise<RememberedSet> => {
    const running = pending.get(uri);
    if (running !== undefined) return running;
    const started = fetchSet(deps, uri, remembered.get(uri))
      .then((set) => remember(remembered, uri, set))
      .finally(() => pending.delete(uri));
    pending.set(uri, started);
    return started;
  };
  return async (uri, kid) => {
    const known = remembered.get(uri);
    const set = known !== undefined && isEnough(known, kid, deps.clock.now()) ? known : await refresh(uri);
    const old = set.fetchedAt === undefined || hasPassed(secondsAfter(set.fetchedAt, STALE), deps.clock.now());
    return old ? [] : set.keys;
  };
}

function isEnough(set: RememberedSet, kid: string | undefined, now: Date): boolean {
  const pause = set.failed ? FAILURE_ASKED_AGAIN : ASKED_AGAIN;
  if (!hasPassed(secondsAfter(set.attemptedAt, pause), now)) return true;
  const fresh = set.fetchedAt !== undefined && !hasPassed(secondsAfter(set.fetchedAt, FRESH), now);
  return fresh && (kid === undefined || set.keys.some((key) => key.kid === kid));
}

function remember(sets: Map<string, RememberedSet>, uri: string, set: RememberedSet): RememberedSet {
  const [oldest] = sets.keys();
  if (sets.size >= MOST_SETS && oldest !== undefined && !sets.has(uri)) sets.delete(oldest);
  sets.set(uri, set);
  return set;
}

async function fetchSet(deps: RemoteDeps, uri: string, known: RememberedSet | undefined): Promise<RememberedSet> {
  const attemptedAt = deps.clock.now();
  try {
    const keys = await fetchKeys(deps.fetch, uri);
    return { keys, fetchedAt: attemptedAt, attemptedAt, failed: false };
  } catch (error) {
    deps.log.warn({ err: error, uri }, 'a key set of a client was not fetched');
    return { keys: [], ...known, attemptedAt, failed: true };
  }
}

/** RFC 7517 §5: keys that are not understood, or not good enough, are left out; the others count. */
async function fetchKeys(fetch: Fetch, uri: string): Promise<JsonObject[]> {
  const headers = { Accept: 'application/jwk-set+json, application/json' };
  const response = await fetch(uri, { headers, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT) });
  if (response.status !== 200) throw new Error(`The key set was answered with ${response.status}.`);
  const set: unknown = JSON.parse(await limitedText(response));
  const keys = typeof set === 'object' && set !== null && 'keys' in set ? set.keys : undefined;
  if (!Array.isArray(keys)) throw new Error('The key set has no keys.');
  return keys.slice(0, MOST_KEYS).filter((key) => publicKeyProblem(key) === undefined) as JsonObject[];
}

async function limitedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > LARGEST) throw new Error(`The key set has more than ${LARGEST} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
