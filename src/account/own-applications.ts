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

/** An application that a user let have something of theirs. */
export interface OwnApplication {
  readonly client: Client;
  readonly scopes: readonly string[];
  /** Claims beside those of the scopes. */
  readonly claims: readonly string[];
  /** It may go on when they are signed out. */
  readonly offline: boolean;
  readonly since: Date;
  readonly lastUsedAt?: Date | undefined;
}

/** Those to which a user consented, or which hold something of theirs now; by name. */
export async function applicationsOf(deps: Deps, user: User): Promise<OwnApplication[]> {
  const [consents, grants] = await Promise.all([
    allRecords((request) => deps.store.consents.pageOfUser(user.id, request)),
    allRecords((request) => deps.store.grants.page(request, standingOf(deps, user))),
  ]);
  const live = await liveGrants(deps, grants);
  const clients = await deps.store.clients.findMany([
    ...new Set([...consents, ...live].map(({ clientId }) => clientId)),
  ]);
  return clients
    .flatMap((client) => applicationOf(client, consents.filter(isOf(client)), live.filter(isOf(client))))
    .sort((a, b) => a.client.name.localeCompare(b.client.name));
}

function standingOf({ clock }: Deps, { id: userId }: User) {
  return { userId, standingAt: clock.now() };
}

function isOf(client: Client) {
  return ({ clientGeneration }: { readonly clientGeneration: string }): boolean =>
    clientGeneration === client.generation;
}

function applicationOf(client: Client, consents: readonly Consent[], grants: readonly Grant[]): OwnApplication[] {
  const records = [...consents, ...grants];
  const [first] = records.map(({ createdAt }) => createdAt).sort((a, b) => a.getTime() - b.getTime());
  if (first === undefined) return [];
  const used = [...consents, ...grants].map(({ lastUsedAt, createdAt }) => lastUsedAt ?? createdAt);
  return [
    {
      client,
      scopes: [...new Set(records.flatMap(({ scopes }) => scopes))],
      claims: [...new Set(consents.flatMap(({ claims }) => claims))],
      offline: grants.some(({ offline }) => offline),
      since: first,
      lastUsedAt: used.reduce(later),
    },
  ];
}

/**
 * Takes back what an application was let have: its consent is forgotten, and with it die the grants that stood on it;
 * then each other grant. Done again, it completes what a crash left.
 *
 * @throws CeremonyError `not_found` where it has nothing of theirs
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
  const forgotten = consent !== undefined && (await deps.store.consents.delete(consent.id));
  const grants = await allRecords((request) =>
    deps.store.grants.page(request, { ...standingOf(deps, user), clientId }),
  );
  let ended = 0;
  for (const { id } of grants) if (await deps.store.grants.revoke(id, deps.clock.now())) ended += 1;
  if (!forgotten && ended === 0) throw notFound('application');
  await recordOwn(deps, active, caller, {
    type: 'CONSENT_REVOKED',
    clientId,
    resource: consent && 'consent',
    resourceId: consent?.id,
    detail: { scopes: [...(consent?.scopes ?? [])], grants: ended },
  });
}
