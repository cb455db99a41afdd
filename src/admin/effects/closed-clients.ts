import type { Client } from '../../model/clients/client.js';
import { liveSecrets } from '../../model/clients/client-secret.js';
import { needsSecret } from '../clients/client-needs.js';
import { settingsOf } from '../clients/client-settings.js';
import { countEnded, type EndedOf } from './count-ended.js';
import { recordsAfter, recordsBefore, type Situation } from './situation.js';

/** Counts the clients that work now, and are disabled, deleted or without a secret that they need after the change. */
export function closedClients(situation: Situation): EndedOf<Client> {
  return countEnded(situation, batches(situation), async (batch) => {
    const later = recordsAfter(situation, 'clients', batch);
    const now = situation.before.clock.now();
    return batch.filter((client, index) => isOpen(client, now) && !isOpen(later[index], now));
  });
}

function isOpen(client: Client | undefined, now: Date): boolean {
  if (client?.enabled !== true) return false;
  return !needsSecret(settingsOf(client)) || liveSecrets(client, now).length > 0;
}

async function* batches(situation: Situation): AsyncGenerator<readonly Client[]> {
  yield recordsBefore(situation, 'clients');
}
