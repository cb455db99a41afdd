import type { Client } from '../../model/clients/client.js';
import { countEnded, type EndedOf } from './count-ended.js';
import { recordsAfter, recordsBefore, type Situation } from './situation.js';

/** Counts the clients that are enabled now, and disabled or deleted after the change. */
export function closedClients(situation: Situation): EndedOf<Client> {
  return countEnded(batches(situation), async (batch) => {
    const later = await recordsAfter(situation.after.store.clients, batch);
    return batch.filter(({ enabled }, index) => enabled && later[index]?.enabled !== true);
  });
}

async function* batches(situation: Situation): AsyncGenerator<readonly Client[]> {
  yield recordsBefore(situation, 'clients');
}
