import type { Deps } from '../model/deps.js';
import type { Passkey } from '../model/passkeys/passkey.js';
import type { User } from '../model/people/user.js';
import type { Page, PageRequest, RecordStore } from '../model/record-store.js';
import { hasPassed, secondsAfter } from '../model/time.js';
import type { Job } from './start-jobs.js';

/** Seconds between two sweeps. What is left over counts for nothing: there is no hurry. */
const EVERY = 3600;

/** Seconds that a passkey may be unlisted: it is stored before its user lists it, or, where they are new, is stored. */
const GRACE = 3600;

const PAGE = 100;

/** What a record says it hangs on. An id can be taken again: the generation is the one that it was made for. */
interface Hanging {
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
  /** Whether all that a record says it hangs on is there, and is the one that it was made for. */
  hold(record: Hanging): boolean;
  userOf(record: Hanging): User | undefined;
}

type Listed<T extends Hanging> = Pick<RecordStore<T>, 'delete'> & { page(request: PageRequest): Promise<Page<T>> };

/**
 * Removes what hangs on something that is gone, or is another under the same id: whoever deleted it was killed before
 * the end, or somebody added to it meanwhile.
 */
export function leftoversJob(deps: Deps): Job {
  return {
    name: 'leftovers',
    every: EVERY,
    run: () => sweepLeftovers(deps),
  };
}

export async function sweepLeftovers(deps: Deps): Promise<void> {
  const { apiKeys, clients, consents, keyRings, memberships, passkeys, permissions } = deps.store;
  // Clients first: what hangs on them goes in the same sweep.
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
      !hasPassed(secondsAfter(createdAt, GRACE), deps.clock.now()) ||
      userOf({ id, userId })?.passkeyIds.includes(id) === true,
  );
}

/** A page at a time: what the records hang on is read after them, so that it was there before they were. */
async function sweep<T extends Hanging>(
  deps: Deps,
  store: Listed<T>,
  stands: (record: T, parents: Parents) => boolean = (record, { hold }) => hold(record),
): Promise<void> {
  let after: string | undefined;
  do {
    const page = await store.page({ first: PAGE, after });
    const records = page.items.map(({ record }) => record);
    const parents = await parentsOf(deps, records);
    for (const record of records) if (!stands(record, parents)) await store.delete(record.id);
    after = page.hasNextPage ? page.items.at(-1)?.cursor : undefined;
  } while (after !== undefined);
}

/** What these records hang on, each noun read at once, and never from memory. */
async function parentsOf({ store }: Deps, records: readonly Hanging[]): Promise<Parents> {
  const idsOf = (name: 'userId' | 'groupId' | 'clientId' | 'issuerId') => [
    ...new Set(records.map((record) => record[name]).filter((id) => id !== undefined)),
  ];
  const [users, groups, clients, issuers] = await Promise.all([
    store.users.findMany(idsOf('userId')),
    store.groups.findMany(idsOf('groupId')),
    store.clients.findMany(idsOf('clientId')),
    store.issuers.findMany(idsOf('issuerId')),
  ]);
  const userOf = ({ userId }: Hanging) => users.find(({ id }) => id === userId);
  const isThere = (
    found: readonly { readonly id: string; readonly generation: string }[],
    id: string | undefined,
    generation: string | undefined,
  ) => id === undefined || found.some((parent) => parent.id === id && parent.generation === generation);
  return {
    userOf,
    hold: (record: Hanging): boolean =>
      (record.userId === undefined || userOf(record) !== undefined) &&
      isThere(groups, record.groupId, record.groupGeneration) &&
      isThere(clients, record.clientId, record.clientGeneration) &&
      isThere(issuers, record.issuerId, record.issuerGeneration),
  };
}
