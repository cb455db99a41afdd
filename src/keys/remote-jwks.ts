import { LRUCache } from 'lru-cache';
import type { Clock, Fetch, Log } from '../model/deps.js';
import type { JsonObject } from '../model/json.js';
import { loggableUri } from '../model/loggable-uri.js';
import { hasPassed, secondsAfter } from '../model/time.js';
import { MAX_KEYS, publicKeyProblem } from './client-jwks.js';

/** A key set in the cache is used for this long without a new fetch. */
const FRESH_SECONDS = 600;
/**
 * If a JWT names a key that is not in the cache, the key set is fetched again, but not earlier than this long after the
 * last fetch.
 */
const UNKNOWN_KID_RETRY_SECONDS = 60;
/** After a failed fetch, the server waits this long before it tries again. */
const FAILURE_RETRY_SECONDS = 5;
/**
 * If the client's server cannot be reached, the cached key set is used until this long after the last successful fetch.
 */
const STALE_SECONDS = 3600;

const FETCH_TIMEOUT_MS = 5_000;
const MAX_BODY_BYTES = 65_536;
const MAX_CACHED_SETS = 1_000;

/**
 * Returns the valid keys of the key set at a client's `jwks_uri`, from the cache if possible. Returns no keys if the
 * key set cannot be fetched.
 */
export type RemoteJwks = (uri: string, kid: string | undefined) => Promise<readonly JsonObject[]>;

interface CachedSet {
  readonly keys: readonly JsonObject[];
  /** The time of the last successful fetch. Absent if none has succeeded yet. */
  readonly fetchedAt?: Date;
  readonly attemptedAt: Date;
  readonly failed: boolean;
}

type RemoteDeps = { readonly fetch: Fetch; readonly clock: Clock; readonly log: Log };

/** Fetches and caches the key sets of clients. Simultaneous requests for the same key set share one fetch. */
export function makeRemoteJwks(deps: RemoteDeps): RemoteJwks {
  const cache = new LRUCache<string, CachedSet>({ max: MAX_CACHED_SETS });
  const pending = new Map<string, Promise<CachedSet>>();
  const refresh = (uri: string): Promise<CachedSet> => {
    const running = pending.get(uri);
    if (running !== undefined) return running;
    const started = fetchSet(deps, uri, cache.get(uri))
      .then((set) => {
        cache.set(uri, set);
        return set;
      })
      .finally(() => pending.delete(uri));
    pending.set(uri, started);
    return started;
  };
  return async (uri, kid) => {
    const known = cache.get(uri);
    const set = known !== undefined && isUsable(known, kid, deps.clock.now()) ? known : await refresh(uri);
    const isStale =
      set.fetchedAt === undefined || hasPassed(secondsAfter(set.fetchedAt, STALE_SECONDS), deps.clock.now());
    return isStale ? [] : set.keys;
  };
}

function isUsable(set: CachedSet, kid: string | undefined, now: Date): boolean {
  const retrySeconds = set.failed ? FAILURE_RETRY_SECONDS : UNKNOWN_KID_RETRY_SECONDS;
  if (!hasPassed(secondsAfter(set.attemptedAt, retrySeconds), now)) return true;
  const isFresh = set.fetchedAt !== undefined && !hasPassed(secondsAfter(set.fetchedAt, FRESH_SECONDS), now);
  return isFresh && (kid === undefined || set.keys.some((key) => key.kid === kid));
}

async function fetchSet(deps: RemoteDeps, uri: string, known: CachedSet | undefined): Promise<CachedSet> {
  const attemptedAt = deps.clock.now();
  try {
    const keys = await fetchKeys(deps.fetch, uri);
    return { keys, fetchedAt: attemptedAt, attemptedAt, failed: false };
  } catch (error) {
    deps.log.warn({ err: error, uri: loggableUri(uri) }, 'the key set of a client could not be fetched');
    return { keys: [], ...known, attemptedAt, failed: true };
  }
}

/**
 * Leaves out keys that cannot be used. RFC 7517 §5: unknown kinds of key should be ignored. Weak keys and private keys
 * are ignored as well.
 */
async function fetchKeys(fetch: Fetch, uri: string): Promise<JsonObject[]> {
  const headers = { Accept: 'application/jwk-set+json, application/json' };
  const response = await fetch(uri, {
    headers,
    redirect: 'error',
    maxBytes: MAX_BODY_BYTES,
    signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
  });
  if (response.status !== 200)
    throw new Error(`The jwks_uri of the client returned status ${response.status} instead of 200.`);
  const set: unknown = await response.json();
  const keys = typeof set === 'object' && set !== null && 'keys' in set ? set.keys : undefined;
  if (!Array.isArray(keys)) throw new Error('The jwks_uri of the client must return a JSON object with a keys array.');
  return keys.slice(0, MAX_KEYS).filter((key) => publicKeyProblem(key) === undefined) as JsonObject[];
}
