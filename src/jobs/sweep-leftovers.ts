import type { Deps } from '../model/deps.js';
import { isSameGeneration } from '../model/generation.js';
import type { Passkey } from '../model/passkeys/passkey.js';
import type { User } from '../model/people/user.js';
import type { Page, PageRequest, RecordStore } from '../model/record-store.js';
import { hasPassed, secondsAfter } from '../model/time.js';
import type { Job } from './start-jobs.js';

/** Seconds between two sweeps. Leftover records have no effect, so one sweep per hour is enough. */
const SWEEP_SECONDS = 3600;

/**
 * A sweep keeps a passkey for this long although its user does not list it, because a registration first stores the
 * passkey and then adds it to the user's list.
 */
const UNLISTED_GRACE_SECONDS = 3600;

const PAGE_RECORDS = 100;

/**
 * A record that refers to its parents: a user, a group, a client or an issuer. The generation shows whether the parent
 * was deleted and another one created with the same id.
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
}

interface Parents {
  /** Whether all parents of the record still exist, and are not newer records that reuse the id of a deleted parent. */
  haveAllOf(record: Child): boolean;
  userOf(record: Child): User | undefined;
}

type ListedStore<T extends Child> = Pick<RecordStore<T>, 'delete'> & { page(request: PageRequest): Promise<Page<T>> };

/**
 * Deletes records whose user, group, client or issuer no longer exists. Deleting a user, for example, normally deletes
 * these records too. They remain if the process died meanwhile, or if another request added a record at the same
 * moment.
 */
export function leftoversJob(deps: Deps): Job {
  return {
    name: 'leftovers',
    everySeconds: SWEEP_SECONDS,
    run: () => sweepLeftovers(deps),
  };
}

export async function sweepLeftovers(deps: Deps): Promise<void> {
  const { apiKeys, clients, consents, keyRings, memberships, passkeys, permissions } = deps.store;
  // Clients are swept first, so that the records of a deleted client are deleted in the same run.
  await sweep(deps, clients);
  await sweep(deps, keyRings);
  await sweep(deps, permissions);
  await sweep(deps, memberships);
  await sweep(deps, consents);
  await sweep(deps, apiKeys);
  await sweep<Passkey>(
    deps,
    passkeys,
    ({ id, createdAt, userId }, { userOf }) =>
      !hasPassed(secondsAfter(createdAt, UNLISTED_GRACE_SECONDS), deps.clock.now()) ||
      userOf({ id, userId })?.passkeyIds.includes(id) === true,
  );
}

/**
 * Deletes the records of one store that are no longer needed. It reads the records first and their parents afterwards,
 * so that a parent that was created meanwhile is found.
 */
async function sweep<T extends Child>(
  deps: Deps,
  store: ListedStore<T>,
  isAlive: (record: T, parents: Parents) => boolean = (record, { haveAllOf }) => haveAllOf(record),
): Promise<void> {
  let after: string | undefined;
  do {
    const page = await store.page({ first: PAGE_RECORDS, after });
    const records = page.items.map(({ record }) => record);
    const parents = await readParents(deps, records);
    for (const record of records) if (!isAlive(record, parents)) await store.delete(record.id);
    after = page.hasNextPage ? page.items.at(-1)?.cursor : undefined;
  } while (after !== undefined);
}

/**
 * Reads the parents of many records with one statement for each kind. It uses `findMany`, which always asks the
 * database: a cached parent may have been deleted.
 */
async function readParents({ store }: Deps, records: readonly Child[]): Promise<Parents> {
  const idsOf = (name: 'userId' | 'groupId' | 'clientId' | 'issuerId') => [
    ...new Set(records.map((record) => record[name]).filter((id) => id !== undefined)),
  ];
  const [users, groups, clients, issuers] = await Promise.all([
    store.users.findMany(idsOf('userId')),
    store.groups.findMany(idsOf('groupId')),
    store.clients.findMany(idsOf('clientId')),
    store.issuers.findMany(idsOf('issuerId')),
  ]);
  const userOf = ({ userId }: Child) => users.find(({ id }) => id === userId);
  const isThere = (
    found: readonly { readonly id: string; readonly generation: string }[],
    id: string | undefined,
    generation: string | undefined,
  ) => id === undefined || found.some((parent) => parent.id === id && isSameGeneration(parent.generation, generation));
  return {
    userOf,
    haveAllOf: (record: Child): boolean =>
      (record.userId === undefined || userOf(record) !== undefined) &&
      isThere(groups, record.groupId, record.groupGeneration) &&
      isThere(clients, record.clientId, record.clientGeneration) &&
      isThere(issuers, record.issuerId, record.issuerGeneration),
  };
}
