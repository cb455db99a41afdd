import type { Client } from '../model/clients/client.js';
import type { Deps } from '../model/deps.js';
import { OAuthError } from '../model/errors.js';
import { isAheadOfClock, secondsAfter } from '../model/time.js';
import { type AuthenticationFacts, isDeviceBound } from './sessions/present-authentication.js';

type AgePolicy = Pick<Client, 'defaultMaxAge'>;
type AuthenticationPolicy = Pick<Client, 'defaultAcr' | 'requireDeviceBound'>;

/**
 * Returns the time of the earliest sign-in that the client accepts, or `undefined` if every sign-in is recent enough. A
 * request can demand a later sign-in (`stated`), but not accept an earlier one. `startedAt` is the time at which the
 * request arrived: a sign-in after it is always recent enough.
 */
export function earliestSignIn(
  { defaultMaxAge }: AgePolicy,
  startedAt: Date,
  stated: Date | undefined,
): Date | undefined {
  if (defaultMaxAge === undefined) return stated;
  const earliest = secondsAfter(startedAt, -defaultMaxAge);
  return stated !== undefined && stated > earliest ? stated : earliest;
}

/** Whether a sign-in at `authTime` is recent enough for what the client does now. */
export function isRecentEnough({ defaultMaxAge }: AgePolicy, now: Date, authTime: Date): boolean {
  const earliest = earliestSignIn({ defaultMaxAge }, now, undefined);
  return earliest === undefined || (authTime >= earliest && !isAheadOfClock(authTime, now));
}

/** Whether the client accepts only passkeys that are bound to one device. */
export function needsBoundPasskey({ requireDeviceBound, defaultAcr }: AuthenticationPolicy): boolean {
  return requireDeviceBound || defaultAcr === 'phrh';
}

/** Says what an administrator can do if no passkey of a user satisfies the policy of the client. */
export function adviseOnPolicy({ requireDeviceBound, defaultAcr }: AuthenticationPolicy): string {
  const settings = [requireDeviceBound && 'requireDeviceBound to false', defaultAcr === 'phrh' && 'defaultAcr to null'];
  const changes = settings.filter((setting) => setting !== false).join(' and ');
  return `The user adds a security key at /account, or you set ${changes} with updateClient.`;
}

/**
 * Returns an error if the sign-in does not satisfy the policy of the client. All protocols use this check, and so does
 * token exchange for the client that asks for the new token, so no request can avoid it. `authentication` has to come
 * from an active session or a live grant.
 */
export function findUnmetPolicy(
  { config }: Pick<Deps, 'config'>,
  { defaultAcr, requireDeviceBound }: AuthenticationPolicy,
  authentication: AuthenticationFacts,
): OAuthError | undefined {
  if (requireDeviceBound && !isDeviceBound(authentication, { isAttested: config.attestation === 'direct' }))
    return new OAuthError(
      'unmet_authentication_requirements',
      'This client requires a passkey that is bound to one device, such as a security key. Sign in with another passkey.',
    );
  if (defaultAcr === 'phrh' && authentication.acr !== 'phrh')
    return new OAuthError(
      'unmet_authentication_requirements',
      'This client requires the acr value phrh, which needs a passkey with a verified attestation that is bound to one device. Sign in with another passkey.',
    );
  return undefined;
}
