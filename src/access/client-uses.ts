import type { Client } from '../model/clients/client.js';
import type { ClientUses, Clock, Log } from '../model/deps.js';
import type { Store } from '../model/store.js';

interface Use {
  readonly client: Pick<Client, 'id' | 'generation'>;
  readonly at: Date;
}

interface Around {
  readonly store: Pick<Store, 'clients'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The number of clients that are written at the same time. */
const AT_ONCE = 100;

/**
 * Remembers the last use of each client. If the database is unavailable, the uses are lost: the next use of a client
 * replaces them anyway.
 */
export function makeClientUses({ store, clock, log }: Around): ClientUses {
  const uses = new Map<string, Use>();
  return {
    add: ({ id, generation }) => {
      uses.set(generation, { client: { id, generation }, at: clock.now() });
    },
    store: async () => {
      const waiting = [...uses.values()];
      uses.clear();
      try {
        for (let next = 0; next < waiting.length; next += AT_ONCE) {
          const batch = waiting.slice(next, next + AT_ONCE);
          await Promise.all(batch.map(({ client, at }) => store.clients.touch(client, at)));
        }
      } catch (error) {
        log.warn({ err: error }, 'the last use of clients could not be stored');
      }
    },
  };
}
