/*
 * This folder checks the setting `forwardAuth` and keeps the list of protected hosts, in which each host belongs to one
 * client. It must not know how requests are decided; that is in `src/forward-auth`. To understand this folder, read this
 * file first.
 */

import { type Change, deletionIf, insertion, updateIf } from '../../../model/change-set.js';
import type { Client } from '../../../model/clients/client.js';
import type { ProtectedHost } from '../../../model/clients/forward-auth.js';
import type { Deps } from '../../../model/deps.js';
import { AdminError } from '../../../model/errors.js';
import { isSameGeneration } from '../../../model/generation.js';

type HostsOfClient = Pick<Client, 'id' | 'generation' | 'forwardAuth'>;

/**
 * Returns the changes that give the client its protected hosts. `before` is the client as it is stored. The change set
 * fails if another client gets one of the hosts first.
 *
 * @throws AdminError `ALREADY_EXISTS` if a host belongs to another client
 */
export async function planProtectedHosts(deps: Deps, client: HostsOfClient, before?: HostsOfClient): Promise<Change[]> {
  const wanted = client.forwardAuth?.hosts ?? [];
  const present = before?.forwardAuth?.hosts ?? [];
  const added = await Promise.all(
    wanted.map((host, index) => (present.includes(host) ? undefined : planHost(deps, client, host, index))),
  );
  const removed = await Promise.all(
    present.filter((host) => !wanted.includes(host)).map((host) => planRelease(deps, client, host)),
  );
  return [...added, ...removed].filter((change) => change !== undefined);
}

async function planHost(deps: Deps, client: HostsOfClient, host: string, index: number): Promise<Change | undefined> {
  const owner = { clientId: client.id, clientGeneration: client.generation };
  const found = await deps.store.protectedHosts.find(host);
  if (found === undefined) return insertion('protectedHosts', { id: host, ...owner });
  if (isSameGeneration(found.clientGeneration, client.generation)) return undefined;
  if (await isOfClient(deps, found)) {
    const message = `The host ${host} belongs to another client. Remove the host from that client first.`;
    throw new AdminError('ALREADY_EXISTS', message, `forwardAuth.hosts.${index}`);
  }
  return updateIf('protectedHosts', { id: host, clientGeneration: found.clientGeneration }, owner);
}

/** Whether the client of the record still exists. It always asks the database, because a cached client may be gone. */
async function isOfClient({ store }: Deps, { clientId, clientGeneration }: ProtectedHost): Promise<boolean> {
  const [client] = await store.clients.findMany([clientId]);
  return isSameGeneration(client?.generation, clientGeneration);
}

async function planRelease({ store }: Deps, { generation }: HostsOfClient, host: string): Promise<Change | undefined> {
  const found = await store.protectedHosts.find(host);
  return isSameGeneration(found?.clientGeneration, generation)
    ? deletionIf('protectedHosts', { id: host, clientGeneration: generation })
    : undefined;
}

/** Deletes the records of a deleted client's hosts, so that another client can get the hosts. */
export async function releaseHosts(deps: Deps, client: HostsOfClient): Promise<void> {
  const changes = await planProtectedHosts(deps, { id: client.id, generation: client.generation }, client);
  if (changes.length > 0) await deps.store.commit(changes);
}
