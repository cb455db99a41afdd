import { isRecentEnough } from '../access/client-policy.js';
import { type LiveGrant, liveGrant } from '../access/live-grant.js';
import { isActive, sessionUse } from '../access/sessions/session.js';
import { isTouchDue, tryTouchLastUsed } from '../access/touch-last-used.js';
import { equalInConstantTime, type Handle, readHandle, sha256 } from '../keys/secrets.js';
import type { Session } from '../model/access/session.js';
import type { Deps } from '../model/deps.js';
import type { Grant } from '../model/tokens/grant.js';
import { findSiteOf, originText, type Site, type SiteOrigin } from './site.js';

/** A user who is signed in at a protected host. */
export interface SignedIn {
  readonly site: Site;
  readonly live: LiveGrant;
  readonly session: Session;
}

/** What a grant of forward auth stores about its sign-in. */
export type SiteRequest = {
  readonly origin: string;
  /** The path and query to which the browser returns. */
  readonly target: string;
  /** SHA-256 of the cookie of the browser that began the sign-in (PKCE with S256, RFC 7636 §4.2). */
  readonly challenge: string;
};

export function siteRequestOf({ request }: Pick<Grant, 'request'>): SiteRequest | undefined {
  return (request as { readonly forwardAuth?: SiteRequest }).forwardAuth;
}

/**
 * Finds the user who is signed in at the host with this cookie, with one read. The cookie works only at the host that
 * got it, and only while the session is active and the user has access to the client.
 */
export async function findSignedIn(
  deps: Deps,
  origin: SiteOrigin,
  cookie: string | undefined,
): Promise<SignedIn | undefined> {
  const handle = cookie === undefined ? undefined : readHandle(cookie);
  if (handle === undefined) return undefined;
  const records = await deps.store.readLive({ grantId: handle.id });
  const live = liveGrant(records, deps.clock.now());
  const session = records?.session;
  if (live === undefined || session === undefined) return undefined;
  const { grant, user, client } = live;
  if (!isCookieOf(grant, origin, handle) || !isActive(deps, session, user)) return undefined;
  if (!isStillRecent(deps, live)) return undefined;
  const site = await findSiteOf(deps, client, origin);
  if (site === undefined) return undefined;
  const signedIn = { site, live, session };
  touchUse(deps, signedIn);
  return signedIn;
}

/** Whether the client still accepts this sign-in. The value 0 counts only at the sign-in, which would never end otherwise. */
function isStillRecent({ clock }: Deps, { client, grant }: LiveGrant): boolean {
  return client.defaultMaxAge === 0 || isRecentEnough(client, clock.now(), grant.authTime);
}

/** Whether the host got the cookie when the code of this grant was used. */
export function isCookieOf(grant: Grant, origin: SiteOrigin, { secret }: Handle): boolean {
  return (
    siteRequestOf(grant)?.origin === originText(origin) && equalInConstantTime(grant.cookieHash ?? '', sha256(secret))
  );
}

/** Stores, at most once a minute, that the session is in use, so that it does not expire. The response does not wait. */
function touchUse(deps: Deps, { site, live: { grant }, session }: SignedIn): void {
  deps.clientUses.add(site.client);
  if (!isTouchDue(deps, session.lastUsedAt)) return;
  void tryTouchLastUsed(deps, session.lastUsedAt, () => deps.store.commit(sessionUse(deps, session, site.client)));
  void tryTouchLastUsed(deps, grant.lastUsedAt, (now) => deps.store.grants.touch(grant.id, now));
}
