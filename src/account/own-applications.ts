import { isOffline } from '../access/live-grant.js';
import { liveGrants } from '../access/live-grants.js';
import { notFound, ownEvent } from '../access/sessions/recent-authentication.js';
import type { ActiveSession } from '../access/sessions/session.js';
import { type Consent, consentKey } from '../model/access/consent.js';
import { commitPlan } from '../model/change-record.js';
import { deletionIf, updateIf } from '../model/change-set.js';
import type { Client } from '../model/clients/client.js';
import type { Caller, Deps } from '../model/deps.js';
import { allRecords } from '../model/every-record.js';
import type { User } from '../model/people/user.js';
import { later } from '../model/time.js';
import type { Grant } from '../model/tokens/grant.js';

export interface OwnApplication {
  readonly client: Client;
  readonly scopes: readonly string[];
  /** The claims that the user allowed one by one, in addition to the claims that the allowed scopes include. */
  readonly claims: readonly string[];
  /** Whether the application can access the account even while the user is signed out. */
  readonly offline: boolean;
  readonly since: Date;
  readonly lastUsedAt?: Date | undefined;
}

/**
 * Lists the applications that have access to the user's account because of a consent or a valid grant. The list is
 * sorted by the name of the application.
 */
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
 * Revokes the access of an application to the user's account. Deletes the user's consent, which invalidates the grants
 * that depend on it, and revokes the application's other grants for the user.
 * @throws CeremonyError `not_found` if the application has no access
 */
export async function revokeApplication(
  deps: Deps,
  active: ActiveSession,
  clientId: string,
  caller: Caller,
): Promise<void> {
  const client = await deps.store.clients.find(clientId);
  if (client === undefined) throw notFound('application');
  if (!(await revokeSome(deps, active, client, caller))) throw notFound('application');
  while (await revokeSome(deps, active, client, caller));
}

/** The maximum number of grants that one change set revokes. */
const GRANTS_AT_ONCE = 50;

/**
 * Revokes the user's consent to the application, and up to 50 of its newest grants. Returns `false` if there is neither
 * a consent nor a valid grant.
 */
function revokeSome(deps: Deps, active: ActiveSession, client: Client, caller: Caller): Promise<boolean> {
  const { user } = active;
  return commitPlan(deps.store, async () => {
    const consent = await deps.store.consents.findByKey(consentKey(client, user.id));
    const filter = { ...validGrantsOf(deps, user), clientId: client.id };
    const { items } = await deps.store.grants.page({ first: GRANTS_AT_ONCE }, filter);
    if (consent === undefined && items.length === 0) return { changes: [], result: false };
    const revokedAt = deps.clock.now();
    const event = ownEvent(deps, active, caller, {
      type: 'CONSENT_REVOKED',
      clientId: client.id,
      resource: consent && 'consent',
      resourceId: consent?.id,
      detail: { scopes: [...(consent?.scopes ?? [])], grants: items.length },
    });
    const changes = [
      ...(consent === undefined ? [] : [deletionIf('consents', { id: consent.id })]),
      ...items.map(({ record: { id } }) => updateIf('grants', { id, revokedAt: null }, { revokedAt })),
      event,
    ];
    return { changes, result: true };
  });
}
