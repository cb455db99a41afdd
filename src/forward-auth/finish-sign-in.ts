import { liveGrant } from '../access/live-grant.js';
import { recordingRefusal } from '../audit/refused-request.js';
import { equalInConstantTime, type Handle, handleText, newSecret, readHandle, sha256 } from '../keys/secrets.js';
import type { Caller, Deps } from '../model/deps.js';
import { OAuthError } from '../model/errors.js';
import { isSameGeneration } from '../model/generation.js';
import { hasPassed } from '../model/time.js';
import type { Grant } from '../model/tokens/grant.js';
import { redemption } from '../model/tokens/token-changes.js';
import { planReplacement } from './replaced-grant.js';
import { type SiteRequest, siteRequestOf } from './signed-in.js';
import { originText, type Site } from './site.js';

/** The end of a sign-in, as the browser brings it to the protected host. */
export interface SignInEnd {
  readonly code: string | undefined;
  /** The cookies of the sign-ins that this browser has begun. */
  readonly browserSecrets: readonly string[];
  /** The cookie of an earlier sign-in at the host, which this sign-in replaces. */
  readonly replaced?: string | undefined;
  readonly caller: Caller;
}

export interface SignedInBrowser {
  /** The value of the cookie with which the browser is recognized from now on. */
  readonly cookie: string;
  readonly expiresAt: Date;
  /** The path and query to which the browser returns. */
  readonly target: string;
}

/**
 * Exchanges the code for a cookie of the protected host. A code works once, only at the host for which it was issued,
 * and only in the browser that began the sign-in. So an attacker cannot sign a victim's browser in with another account.
 *
 * @throws OAuthError if the code does not fulfil this
 */
export function finishSignIn(deps: Deps, site: Site, end: SignInEnd): Promise<SignedInBrowser> {
  const facts = { kind: 'AUTHORIZATION', client: site.client, caller: end.caller } as const;
  return recordingRefusal(deps, facts, () => redeem(deps, site, end));
}

async function redeem(deps: Deps, site: Site, end: SignInEnd): Promise<SignedInBrowser> {
  const { code, browserSecrets, replaced, caller } = end;
  const handle = code === undefined ? undefined : readHandle(code);
  const records = handle && (await deps.store.readLive({ grantId: handle.id }));
  if (handle === undefined || records?.grant === undefined) throw refused('The code is malformed or unknown.');
  const now = deps.clock.now();
  const { target } = checkCode(records.grant, site, { handle, browserSecrets, now });
  const live = liveGrant(records, now);
  const { session } = records;
  if (live === undefined || session === undefined) throw refused('The access to the application was withdrawn.');
  const { grant, client } = live;
  const secret = newSecret(deps.random);
  const { id: grantId, clientId, clientGeneration } = grant;
  const presented = { grantId, clientId, clientGeneration, codeHash: sha256(handle.secret) };
  const change = redemption(presented, now, session.expiresAt, { cookieHash: sha256(secret) });
  const event = deps.audit.insertion({
    type: 'TOKEN_ISSUED',
    actorKind: 'USER',
    actorId: grant.userId,
    userId: grant.userId,
    clientId: client.id,
    sessionId: session.id,
    resource: 'grant',
    resourceId: grantId,
    ipAddress: caller.ipAddress,
    detail: { scope: grant.scopes.join(' '), host: site.origin.host },
  });
  const replacement = await planReplacement(deps, site.origin, replaced, caller);
  if (!(await deps.store.commit([change, event, ...replacement]))) throw usedOrExpired();
  return { cookie: handleText({ id: grantId, secret }), expiresAt: session.expiresAt, target };
}

interface Presented {
  readonly handle: Handle;
  readonly browserSecrets: readonly string[];
  readonly now: Date;
}

/** Checks the code before the first write, so that a wrong code or another browser can neither use nor revoke it. */
function checkCode(grant: Grant, { client, origin }: Site, { handle, browserSecrets, now }: Presented): SiteRequest {
  const request = siteRequestOf(grant);
  const isOfSite =
    request?.origin === originText(origin) && isSameGeneration(grant.clientGeneration, client.generation);
  if (!isOfSite || !equalInConstantTime(grant.codeHash ?? '', sha256(handle.secret))) {
    throw refused('The code is malformed or unknown.');
  }
  if (!browserSecrets.some((secret) => equalInConstantTime(request.challenge, sha256(secret)))) {
    throw refused('This browser did not begin the sign-in, or it blocks cookies.');
  }
  if (grant.codeUsedAt !== undefined || grant.codeExpiresAt === undefined || hasPassed(grant.codeExpiresAt, now)) {
    throw usedOrExpired();
  }
  return request;
}

function usedOrExpired(): OAuthError {
  return refused('The code has expired or was used before.');
}

function refused(description: string): OAuthError {
  return new OAuthError('invalid_grant', `${description} Open the application again.`);
}
