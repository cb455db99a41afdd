import { createHash } from 'node:crypto';
import type { ClientEntry } from '../configuration/configuration.js';
import type { Client } from '../generated/operations.js';
import type { Step } from './plan-step.js';

/** The field that the output shows if a client gives up hosts. Such a step runs before all other changes of clients. */
export const RELEASED_HOSTS = 'forwardAuth.hosts';

/**
 * Returns the clients without the hosts that other entries of the file get from them, by their ids. A host belongs to
 * one client, so its client must give it up before another client can get it.
 */
export function withoutMovedHosts(
  clients: ReadonlyMap<string, Client>,
  entries: readonly ClientEntry[],
): ReadonlyMap<string, Client> {
  const wanted = new Set(entries.flatMap(({ forwardAuth }) => forwardAuth?.hosts ?? []));
  const released = entries.flatMap(({ id, forwardAuth }) => {
    const client = clients.get(id);
    const current = client?.forwardAuth;
    if (client === undefined || current == null || forwardAuth === undefined) return [];
    const kept = current.hosts.filter((host) => !wanted.has(host) || forwardAuth?.hosts.includes(host));
    if (kept.length === current.hosts.length) return [];
    const hosts = kept.length === 0 ? [placeholderFor(id)] : kept;
    return [[id, { ...client, forwardAuth: { ...current, hosts } }] as const];
  });
  return new Map(released);
}

/** A client with forward auth has at least one host. RFC 2606 §2: no host has a name that ends with `.invalid`. */
function placeholderFor(clientId: string): string {
  return `${createHash('sha256').update(clientId).digest('hex').slice(0, 32)}.invalid`;
}

/** The step in which the client gives up hosts. */
export function releaseStep(current: Client, { id, forwardAuth }: Client, index: number): Step {
  return {
    verb: 'update',
    subject: `client ${id}`,
    path: ['clients', index],
    fields: [{ name: RELEASED_HOSTS, from: current.forwardAuth?.hosts, to: forwardAuth?.hosts }],
    run: ({ admin }) => admin.updateClient({ id, forwardAuth }),
  };
}
