import { isOffline } from '../access/live-grant.js';
import { liveGrants } from '../access/live-grants.js';
import { notFound, ownEvent } from '../access/sessions/recent-authentication.js';
import type { ActiveSession } from '../access/sessions/session.js';
import { type Consent, consentKey } from '../model/access/consent.js';
import { commitPlan } from '../model/change-record.js';
import { deletionIf, updateIf } from '../model/change-set.js';
import type { Client } from '../model/clients/client.js';
import type { Caller, Deps } from '../model/deps.js';
import type { User } from '../model/people/user.js';
import { later } from '../model/time.js';
import type { Grant } from '../model/tokens/grant.js';
import { mergeIds } from './client-id-order.js';

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

export interface OwnApplicationsPage {
  readonly applications: readonly OwnApplication[];
  /** The argument `after` of the next page. Absent on the last page. */
  readonly next?: string | undefined;
}

const PAGE_APPLICATIONS = 20;

/** Of the valid grants of one application, the page shows the newest ones. */
const SHOWN_GRANTS = 100;

/**
 * Lists the applications that have access to the user's account, by a consent or a valid grant. Pages are in order of
 * client id, and each is sorted by name. A page has fewer applications if some have no valid grant any more.
 */
export async function ownApplications(deps: Deps, user: User, after?: string): Promise<OwnApplicationsPage> {
  const { userId, standingAt } = validGrantsOf(deps, user);
  const request = { first: PAGE_APPLICATIONS + 1, after };
  const found = await Promise.all([
    deps.store.consents.clientIdsOfUser(userId, request),
    deps.store.grants.clientIdsOfUser(userId, { ...request, standingAt }),
  ]);
  const all = mergeIds(found);
  const ids = all.slice(0, PAGE_APPLICATIONS);
  const applications = await applicationsOf(deps, user, await deps.store.clients.findMany(ids));
  return { applications, next: all.length > PAGE_APPLICATIONS ? ids.at(-1) : undefined };
}

async function applicationsOf(deps: Deps, user: User, clients: readonly Client[]): Promise<OwnApplication[]> {
  const [consents, pages] = await Promise.all([
    deps.store.consents.findByKeys(clients.map((client) => consentKey(client, user.id))),
    // The store reads all these pages with one statement.
    Promise.all(
      clients.map(({ id: clientId }) =>
        deps.store.grants.page({ first: SHOWN_GRANTS }, { ...validGrantsOf(deps, user), clientId }),
      ),
    ),
  ]);
  const live = await liveGrants(
    deps,
    pages.flatMap(({ items }) => items.map(({ record }) => record)),
  );
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
