import type { Deps } from '../model/deps.js';
import { isSameGeneration } from '../model/generation.js';
import type { Passkey } from '../model/passkeys/passkey.js';
import type { User } from '../model/people/user.js';
import type { Page, PageRequest, RecordStore } from '../model/record-store.js';
import { hasPassed, secondsAfter } from '../model/time.js';
import type { Job } from './start-jobs.js';

/** Leftovers have no effect, so there is no hurry. */
const SWEEP_SECONDS = 3600;

/** A passkey is stored before its user lists it, so a young one may be unlisted. */
const UNLISTED_GRACE_SECONDS = 3600;

const PAGE_RECORDS = 100;

/** The parents that a record names: its user, group, client and issuer, each in the generation that it was made for. */
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
  /** Whether every parent of the record exists in the generation that the record was made for. */
  haveAllOf(record: Child): boolean;
  userOf(record: Child): User | undefined;
}

type ListedStore<T extends Child> = Pick<RecordStore<T>, 'delete'> & { page(request: PageRequest): Promise<Page<T>> };

/**
 * Removes records whose parent was deleted, or deleted and created again under the same id. They remain if the process
 * that deleted the parent was killed, or if another request added them at the same time.
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
  // Clients first, so that their children are removed in the same sweep.
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

/** Parents are read after their page of records, so a parent that is missing was deleted, not created later. */
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

/** One read for each kind of parent. `findMany` is never served from memory. */
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
