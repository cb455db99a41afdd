import { checkInteractionLimit } from '../access/interaction/interaction.js';
import { findPushedRequest, pushRequest } from '../access/pushed-requests.js';
import { newSecret, sha256 } from '../keys/secrets.js';
import type { Caller, Deps } from '../model/deps.js';
import { isSameGeneration } from '../model/generation.js';
import { hasPassed } from '../model/time.js';
import type { PushedRequest } from '../model/tokens/pushed-request.js';
import type { SiteRequest } from './signed-in.js';
import { originText, type Site } from './site.js';
import { safeTarget } from './target.js';

export interface BegunSignIn {
  /** The URL of this server at which the user signs in. */
  readonly url: string;
  /** The value of the cookie that the browser must send when the sign-in ends. */
  readonly browserSecret: string;
}

/**
 * Begins a sign-in at a protected host. The request is stored as a pushed request of this server's own, so the URL that
 * the browser opens contains no parameter that anyone could change.
 */
export async function beginSignIn(
  deps: Deps,
  { client, issuer, origin }: Site,
  { returnTo, browserSecrets, caller }: SignInStart,
): Promise<BegunSignIn> {
  // If two tabs begin a sign-in, the second one keeps the cookie of the first.
  const browserSecret = browserSecrets[0] ?? newSecret(deps.random);
  const request: SiteRequest = {
    origin: originText(origin),
    target: safeTarget(returnTo),
    challenge: sha256(browserSecret),
  };
  await checkInteractionLimit(deps, caller, request);
  const query = new URLSearchParams({ request: await pushRequest(deps, { client, issuer }, request, secretHash) });
  return { url: `${deps.config.issuer}/forward-auth/authorize?${query}`, browserSecret };
}

interface SignInStart {
  /** The path and query that the user opened, as the request gives them. */
  readonly returnTo: string | undefined;
  /** The cookies of earlier sign-ins that this browser has begun. */
  readonly browserSecrets: readonly string[];
  readonly caller: Caller;
}

/** Finds the request that `beginSignIn` stored. Returns `undefined` if it has expired. */
export async function findPushedSignIn(deps: Deps, text: string): Promise<PushedRequest | undefined> {
  const pushed = await findPushedRequest(deps, text, secretHash);
  return pushed === undefined || hasPassed(pushed.expiresAt, deps.clock.now()) ? undefined : pushed;
}

/** Differs from the hash of other pushed requests, so that no other endpoint accepts these, and this one no others. */
function secretHash(secret: string): string {
  return sha256(JSON.stringify(['forward-auth', secret]));
}

/** Whether the request belongs to this client, and not to an earlier one with the same id. */
export function isOfSite(pushed: PushedRequest, { client, issuer }: Pick<Site, 'client' | 'issuer'>): boolean {
  return (
    isSameGeneration(pushed.clientGeneration, client.generation) &&
    isSameGeneration(pushed.issuerGeneration, issuer.generation)
  );
}
