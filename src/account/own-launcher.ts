import type { ActiveSession } from '../access/sessions/session.js';
import { findAccessBasis } from '../access/sign-in-decision.js';
import type { SessionRecords } from '../model/access/live.js';
import type { Client } from '../model/clients/client.js';
import { type Issuer, issuerUrl } from '../model/clients/issuer.js';
import type { Deps } from '../model/deps.js';
import { allRecords } from '../model/every-record.js';
import { isSameGeneration } from '../model/generation.js';
import { mergeIds } from './client-id-order.js';

/** An application that the user may open, with the address that opens it. */
export interface LaunchableApplication {
  readonly client: Client;
  readonly url: string;
}

export interface LauncherPage {
  readonly applications: readonly LaunchableApplication[];
  /** The argument `after` of the next page. Absent on the last page. */
  readonly next?: string | undefined;
}

/** The number of clients that are read at a time, and how often they are read for one page. */
const CLIENTS_AT_ONCE = 24;
const MAX_READS = 4;

/**
 * Lists the applications that the user may sign in to and that have an address, in order of client id. Each page is
 * sorted by name. Whether the user may sign in is decided by the same function as for a sign-in.
 */
export async function launchableApplications(deps: Deps, active: ActiveSession, after?: string): Promise<LauncherPage> {
  const holder = await readHolder(deps, active);
  const found: LaunchableApplication[] = [];
  let next = after;
  for (let reads = 0; reads < MAX_READS && found.length < CLIENTS_AT_ONCE / 2; reads += 1) {
    const ids = await candidates(deps, holder, next);
    const page = ids.slice(0, CLIENTS_AT_ONCE);
    found.push(...(await launchable(deps, holder, page)));
    next = ids.length > CLIENTS_AT_ONCE ? page.at(-1) : undefined;
    if (next === undefined) break;
  }
  return { applications: found.sort((a, b) => a.client.name.localeCompare(b.client.name)), next };
}

type Holder = Omit<SessionRecords, 'permissions'> & { readonly user: NonNullable<SessionRecords['user']> };

/** Reads the groups of the user, which may give the user access to clients. */
async function readHolder({ store }: Deps, { user, records }: ActiveSession): Promise<Holder> {
  const memberships = await allRecords((request) => store.memberships.pageOfUser(user.id, request));
  const groups = await store.groups.findMany(memberships.map(({ groupId }) => groupId));
  return { ...records, user, memberships, groups };
}

function holdersOf({ user, memberships }: Holder) {
  return { userId: user.id, groupGenerations: memberships.map(({ groupGeneration }) => groupGeneration) };
}

/** Returns the ids of clients that the user may be able to open. */
async function candidates({ store }: Deps, holder: Holder, after: string | undefined): Promise<string[]> {
  const request = { first: CLIENTS_AT_ONCE + 1, after };
  const found = await Promise.all([
    store.clients.idsForAllUsers(request),
    store.permissions.clientIdsOf(holdersOf(holder), request),
  ]);
  return mergeIds(found).slice(0, CLIENTS_AT_ONCE + 1);
}

async function launchable(deps: Deps, holder: Holder, ids: readonly string[]): Promise<LaunchableApplication[]> {
  const { store, config } = deps;
  const clients = (await store.clients.findMany(ids)).filter((client) => addressOf(client) !== undefined);
  const [permissions, issuers] = await Promise.all([
    store.permissions.findOf(
      holdersOf(holder),
      clients.map(({ id }) => id),
    ),
    Promise.all([...new Set(clients.map(({ issuerId }) => issuerId))].map((id) => store.issuers.find(id))),
  ]);
  return clients.flatMap((client) => {
    const issuer = issuers.find(
      (one) => one !== undefined && isSameGeneration(one.generation, client.issuerGeneration),
    );
    const url = issuer && launchUrl(client, issuer, config.issuer);
    const isAllowed = findAccessBasis(client, { ...holder, permissions }) !== undefined;
    return url !== undefined && isAllowed ? [{ client, url }] : [];
  });
}

function addressOf({ initiate_login_uri, client_uri }: Client): string | undefined {
  return initiate_login_uri ?? client_uri;
}

/** Returns the address that opens the application. A sign-in that we initiate names the issuer (OpenID Connect Core §4). */
function launchUrl(client: Client, issuer: Issuer, serverUrl: string): string | undefined {
  const { initiate_login_uri } = client;
  if (initiate_login_uri === undefined) return addressOf(client);
  const url = new URL(initiate_login_uri);
  url.searchParams.set('iss', issuerUrl(serverUrl, issuer));
  return url.href;
}
