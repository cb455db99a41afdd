import type { Change, StoreName } from '../../model/change-set.js';
import type { Client } from '../../model/clients/client.js';
import { AdminError } from '../../model/errors.js';
import type { Store } from '../../model/store.js';

/** The records with which administrators give access to a client. */
const ADDED_TO_CLIENTS: readonly StoreName[] = ['permissions', 'roles'];

/**
 * Adds a client that is a part of the server, and not stored, to a store. It is found by its id and with its grants, but
 * is in no list. A change set that would change it is refused.
 */
export function addBuiltInClient(store: Store, id: string, make: () => Promise<Client | undefined>): Store {
  const isBuiltIn = (change: Change): boolean =>
    change.store === 'clients' && (change.kind === 'insert' ? change.record.id : change.where.id) === id;
  const isAdded = (change: Change): boolean =>
    change.kind === 'insert' &&
    ADDED_TO_CLIENTS.includes(change.store) &&
    Reflect.get(change.record, 'clientId') === id;
  const { clients } = store;
  return {
    ...store,
    clients: {
      ...clients,
      find: (wanted) => (wanted === id ? make() : clients.find(wanted)),
      findMany: async (wanted) => {
        const [found, own] = await Promise.all([
          clients.findMany(wanted.filter((one) => one !== id)),
          wanted.includes(id) ? make() : undefined,
        ]);
        return own === undefined ? found : [...found, own];
      },
    },
    readLive: async (by) => {
      const records = await store.readLive(by);
      return records?.grant?.clientId === id ? { ...records, client: await make() } : records;
    },
    commit: async (changes) => {
      if (changes.some((change) => (isBuiltIn(change) && change.kind !== 'check') || isAdded(change)))
        throw refusal(id);
      // A built-in client never changes while the server runs, so a condition on it always holds.
      return store.commit(changes.filter((change) => !isBuiltIn(change)));
    },
  };
}

function refusal(id: string): AdminError {
  return new AdminError(
    'INVALID_INPUT',
    `The client ${id} is a part of the server. You cannot change or delete it, or give anyone access to it. To end its tokens, revoke the sessions of the users.`,
  );
}
