import { isOffline } from '../access/live-grant.js';
import { liveGrants } from '../access/live-grants.js';
import { notFound, recordOwn } from '../access/sessions/recent-authentication.js';
import type { ActiveSession } from '../access/sessions/session.js';
import { type Consent, consentKey } from '../model/access/consent.js';
import type { Client } from '../model/clients/client.js';
import type { Caller, Deps } from '../model/deps.js';
import { allRecords } from '../model/every-record.js';
import type { User } from '../model/people/user.js';
import { later } from '../model/time.js';
import type { Grant } from '../model/tokens/grant.js';

export interface OwnApplication {
  readonly client: Client;
  readonly scopes: readonly string[];
  /** The claims that the user allowed one by one, in addition to those that the scopes include. */
  readonly claims: readonly string[];
  /** Whether the application can access the account even while the user is signed out. */
  readonly offline: boolean;
  readonly since: Date;
  readonly lastUsedAt?: Date | undefined;
}

/** Lists the applications that have access to the user's account, by a consent or a valid grant. Sorted by name. */
export async function ownApplications(deps: Deps, user: User): Promise<OwnApplication[]> {
  const [consents, grants] = await Promise.all([
    allRecords((request) => deps.store.consents.pageOfUser(user.id, request)),
    allRecords((request) => deps.store.grants.page(request, validGrantsOf(deps, user))),
  ]);
  const live = await liveGrants(deps, grants);
  const clients = await deps.store.clients.findMany([
    ...new Set([...consents, ...live].map(({ clientId }) => clientId)),
  ]);
  return clients
    .flatMap((client) => makeApplication(client, consents.filter(isOf(client)), live.filter(isOf(client))))
    .sort((a, b) => a.client.name.localeCompare(b.client.name));
}

function validGrantsOf({ clock }: Deps, { id: userId }: User) {
  return { userId, standingAt: clock.now() };
}

function isOf(client: Client) {
  return ({ clientGeneration }: { readonly clientGeneration: string }): boolean =>
    clientGeneration === client.generation;
}

function makeApplication(client: Client, consents: readonly Consent[], grants: readonly Grant[]): OwnApplication[] {
  const records = [...consents, ...grants];
  const [first] = records.map(({ createdAt }) => createdAt).sort((a, b) => a.getTime() - b.getTime());
  if (first === undefined) return [];
  const used = [...consents, ...grants].map(({ lastUsedAt, createdAt }) => lastUsedAt ?? createdAt);
  return [
    {
      client,
      scopes: [...new Set(records.flatMap(({ scopes }) => scopes))],
      claims: [...new Set(consents.flatMap(({ claims }) => claims))],
      offline: grants.some((grant) => isOffline(grant, client)),
      since: first,
      lastUsedAt: used.reduce(later),
    },
  ];
}

/**
 * Revokes the access of an application to the user's account. Deletes the consent, which invalidates the grants that
 * depend on it, and then revokes the remaining grants one by one. If the process stops halfway, the user can repeat the
 * action.
 *
 * @throws CeremonyError `not_found` if the application has no access
 */
export async function revokeApplication(
  deps: Deps,
  active: ActiveSession,
  clientId: string,
  caller: Caller,
): Promise<void> {
  const { user } = active;
  const client = await deps.store.clients.find(clientId);
  if (client === undefined) throw notFound('application');
  const consent = await deps.store.consents.findByKey(consentKey(client, user.id));
  const isConsentRevoked = consent !== undefined && (await deps.store.consents.delete(consent.id));
  const grants = await allRecords((request) =>
    deps.store.grants.page(request, { ...validGrantsOf(deps, user), clientId }),
  );
  let revoked = 0;
  for (const { id } of grants) if (await deps.store.grants.revoke(id, deps.clock.now())) revoked += 1;
  if (!isConsentRevoked && revoked === 0) throw notFound('application');
  await recordOwn(deps, active, caller, {
    type: 'CONSENT_REVOKED',
    clientId,
    resource: consent && 'consent',
    resourceId: consent?.id,
    detail: { scopes: [...(consent?.scopes ?? [])], grants: revoked },
  });
}
