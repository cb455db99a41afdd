import { resealedSecrets } from '../../keys/client-secrets.js';
import { resealedKeys } from '../../keys/key-ring.js';
import { resealedSecret } from '../../keys/webhook-secret.js';
import { changeRecord } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { everyRecord } from '../../model/every-record.js';
import type { Changes, Versioned, VersionedStore } from '../../model/record-store.js';

/** A record with sealed values, and what it becomes under the key that seals now. */
interface Sealed {
  /** Throws where no key opens a value. */
  check(): void;
  /** Whether there was anything to seal anew: one conditional write. */
  reseal(): Promise<boolean>;
}

function sealedRecord<T extends Versioned>(
  store: VersionedStore<T>,
  record: T,
  resealed: (seen: T) => Changes<T>,
): Sealed {
  return {
    check: () => void resealed(record),
    reseal: async () => {
      try {
        const { before, after } = await changeRecord(store, record.id, gone, (seen) => {
          const changes = resealed(seen);
          return isSame(seen, changes) ? undefined : changes;
        });
        return before !== after;
      } catch (error) {
        // Whoever deleted it meanwhile took its secret along.
        if (error instanceof AdminError && error.code === 'NOT_FOUND') return false;
        throw error;
      }
    },
  };
}

function gone() {
  return new AdminError('NOT_FOUND', 'It is gone.');
}

function isSame<T>(seen: T, changes: Changes<T>): boolean {
  const names = Object.keys(changes) as (keyof Changes<T>)[];
  return names.every((name) => JSON.stringify(changes[name]) === JSON.stringify(seen[name]));
}

/** Every record that has sealed values, whatever noun it is. */
async function* sealedRecords({ store, keys }: Deps): AsyncGenerator<Sealed> {
  for await (const client of everyRecord((page) => store.clients.page(page))) {
    yield sealedRecord(store.clients, client, (seen) => ({ secrets: resealedSecrets(keys, seen) }));
  }
  for await (const issuer of everyRecord((page) => store.issuers.page(page))) {
    for (const ring of await store.keyRings.findOfIssuer(issuer.generation)) {
      yield sealedRecord(store.keyRings, ring, (seen) => ({ keys: resealedKeys(keys, seen) }));
    }
  }
  for (const webhook of await store.webhooks.all()) {
    yield sealedRecord(store.webhooks, webhook, (seen) => ({ secret: resealedSecret(keys, seen) }));
  }
}

/**
 * A server that cannot open a secret would find out when somebody needs it.
 *
 * @throws Error that names `SECRET_KEY` and the value that no key opens
 */
export async function checkSealedValues(deps: Deps): Promise<void> {
  for await (const record of sealedRecords(deps)) record.check();
}

/** Seals everything with the first of the secret keys, so that the others can be dropped. Answers how many records it changed. */
export async function resealValues(deps: Deps): Promise<number> {
  let count = 0;
  for await (const record of sealedRecords(deps)) if (await record.reseal()) count += 1;
  return count;
}
