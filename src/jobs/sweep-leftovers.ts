import type { Deps } from '../model/deps.js';
import { isSameGeneration } from '../model/generation.js';
import type { Page, PageRequest, RecordStore } from '../model/record-store.js';
import { abortable } from './abortable.js';
import type { Job } from './start-jobs.js';
import { sweepPictures } from './sweep-pictures.js';

/** Seconds between two sweeps. Leftover records have no effect, so one sweep per hour is enough. */
const SWEEP_SECONDS = 3600;

/** A run reads all records of ten kinds, which can be millions. */
const LIMIT_SECONDS = 1800;

const PAGE_RECORDS = 100;

/**
 * A record that refers to its parents: users, groups, clients, roles or issuers. The stored generation of a parent shows
 * whether this parent was deleted and another record was created with its id.
 */
interface Child {
  readonly id: string;
  readonly userId?: string | undefined;
  readonly groupId?: string | undefined;
  readonly groupGeneration?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientGeneration?: string | undefined;
  readonly issuerId?: string | undefined;
  readonly issuerGeneration?: string | undefined;
  readonly roleId?: string | undefined;
  readonly roleGeneration?: string | undefined;
}

interface Parents {
  /** Whether all parents of the record still exist, and are not newer records that reuse the id of a deleted parent. */
  haveAllOf(record: Child): boolean;
}

type ListedStore<T extends Child> = Pick<RecordStore<T>, 'delete'> & { page(request: PageRequest): Promise<Page<T>> };

/**
 * Deletes records whose user, group, client, role or issuer no longer exists. The request that deletes a user, for example,
 * normally deletes the user's records too. Some remain if the process died during that request, or if another request
 * added a record at the same moment.
 */
export function leftoversJob(deps: Deps): Job {
  return {
    name: 'leftovers',
    everySeconds: SWEEP_SECONDS,
    limitSeconds: LIMIT_SECONDS,
    run: (signal) => sweepLeftovers(abortable(deps, signal)),
  };
}

export async function sweepLeftovers(deps: Deps): Promise<void> {
  const { apiKeys, clients, consents, keyRings, mails, memberships, passkeys, permissions, protectedHosts } =
    deps.store;
  const { roleAssignments, roles } = deps.store;
  // Clients are swept first, so that the records of a deleted client are deleted in the same run.
  await sweep(deps, clients);
  await sweep(deps, keyRings);
  await sweep(deps, permissions);
  await sweep(deps, memberships);
  await sweep(deps, consents);
  await sweep(deps, apiKeys);
  await sweep(deps, passkeys);
  await sweep(deps, { delete: mails.delete, page: (request) => mails.page(request, {}) });
  await sweep(deps, protectedHosts);
  await sweep(deps, roles);
  await sweep(deps, roleAssignments);
  await sweepPictures(deps);
}

/**
 * Deletes the records of one store whose parents no longer exist. It reads the records before their parents, so that it
 * finds every parent that was created before one of the records.
 */
async function sweep<T extends Child>(deps: Deps, store: ListedStore<T>): Promise<void> {
  let after: string | undefined;
  do {
    const page = await store.page({ first: PAGE_RECORDS, after });
    const records = page.items.map(({ record }) => record);
    const parents = await readParents(deps, records);
    for (const record of records) if (!parents.haveAllOf(record)) await store.delete(record.id);
    after = page.hasNextPage ? page.items.at(-1)?.cursor : undefined;
  } while (after !== undefined);
}

/**
 * Reads the parents of many records with one statement for each kind. It uses `findMany`, which always asks the
 * database, because the cache may contain a parent that was deleted.
 */
async function readParents({ store }: Deps, records: readonly Child[]): Promise<Parents> {
  const idsOf = (name: 'userId' | 'groupId' | 'clientId' | 'issuerId' | 'roleId') => [
    ...new Set(records.map((record) => record[name]).filter((id) => id !== undefined)),
  ];
  const [users, groups, clients, issuers, roles] = await Promise.all([
    store.users.findMany(idsOf('userId')),
    store.groups.findMany(idsOf('groupId')),
    store.clients.findMany(idsOf('clientId')),
    store.issuers.findMany(idsOf('issuerId')),
    store.roles.findMany(idsOf('roleId')),
  ]);
  const isThere = (
    found: readonly { readonly id: string; readonly generation: string }[],
    id: string | undefined,
    generation: string | undefined,
  ) => id === undefined || found.some((parent) => parent.id === id && isSameGeneration(parent.generation, generation));
  return {
    haveAllOf: (record: Child): boolean =>
      (record.userId === undefined || users.some(({ id }) => id === record.userId)) &&
      isThere(groups, record.groupId, record.groupGeneration) &&
      isThere(clients, record.clientId, record.clientGeneration) &&
      isThere(issuers, record.issuerId, record.issuerGeneration) &&
      isThere(roles, record.roleId, record.roleGeneration),
  };
}
