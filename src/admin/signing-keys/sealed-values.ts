import { resealedAuditKeys } from '../../keys/audit-log/audit-keys.js';
import { resealedSecrets } from '../../keys/client-secrets.js';
import { resealedKeys } from '../../keys/signing/key-ring.js';
import { resealedSecrets as resealedWebhookSecrets } from '../../keys/webhook-secret.js';
import { resealedContent } from '../../mail/plan-mail.js';
import { changeRecordIf } from '../../model/change-record.js';
import type { Deps } from '../../model/deps.js';
import { everyRecord } from '../../model/every-record.js';
import { AUDIT_KEY_RING_ID } from '../../model/log/audit-key.js';
import type { Changes, Versioned, VersionedStore } from '../../model/record-store.js';

/**
 * A database record that contains sealed values, which are secrets that the server has encrypted with a key in
 * SECRET_KEY.
 */
interface SealedRecord {
  /**
   * Checks that all sealed values of the record can be decrypted.
   * @throws Error if no key in SECRET_KEY can decrypt one of the values
   */
  check(): void;
  /**
   * Encrypts the sealed values of the record with the first key in SECRET_KEY. Returns `false` if all of them were
   * already encrypted with this key.
   */
  reseal(): Promise<boolean>;
}

function makeSealedRecord<T extends Versioned>(
  store: VersionedStore<T>,
  record: T,
  resealed: (seen: T) => Changes<T>,
): SealedRecord {
  return {
    check: () => void resealed(record),
    reseal: async () => {
      const written = await changeRecordIf(store, record.id, (seen) => {
        const changes = resealed(seen);
        return isSame(seen, changes) ? undefined : changes;
      });
      return written !== undefined;
    },
  };
}

function isSame<T>(seen: T, changes: Changes<T>): boolean {
  const names = Object.keys(changes) as (keyof Changes<T>)[];
  return names.every((name) => JSON.stringify(changes[name]) === JSON.stringify(seen[name]));
}

async function* sealedRecords({ store, keys }: Pick<Deps, 'store' | 'keys'>): AsyncGenerator<SealedRecord> {
  for await (const client of everyRecord((page) => store.clients.page(page))) {
    yield makeSealedRecord(store.clients, client, (seen) => ({ secrets: resealedSecrets(keys, seen) }));
  }
  for await (const issuer of everyRecord((page) => store.issuers.page(page))) {
    for (const ring of await store.keyRings.findOfIssuer(issuer.generation)) {
      yield makeSealedRecord(store.keyRings, ring, (seen) => ({ keys: resealedKeys(keys, seen) }));
    }
  }
  for (const webhook of await store.webhooks.all()) {
    yield makeSealedRecord(store.webhooks, webhook, (seen) => resealedWebhookSecrets(keys, seen));
  }
  const ring = await store.auditKeyRings.find(AUDIT_KEY_RING_ID);
  if (ring !== undefined)
    yield makeSealedRecord(store.auditKeyRings, ring, (seen) => ({ keys: resealedAuditKeys(keys, seen) }));
}

/**
 * Checks that every sealed value in the database can be decrypted. The server calls this function at each start, so
 * that a missing key in SECRET_KEY is reported before a request needs it. It does not check mails, which wait for at
 * most a day: if a mail cannot be decrypted, only this mail fails.
 * @throws Error that names SECRET_KEY and the value
 */
export async function checkSealedValues(deps: Pick<Deps, 'store' | 'keys'>): Promise<void> {
  for await (const record of sealedRecords(deps)) record.check();
}

/**
 * Encrypts all sealed values in the database with the first key in SECRET_KEY. Afterwards, administrators can remove
 * all other keys from SECRET_KEY. Returns the number of changed records.
 */
export async function resealValues(deps: Deps): Promise<number> {
  let count = 0;
  for await (const record of sealedRecords(deps)) if (await record.reseal()) count += 1;
  for await (const mail of everyRecord((page) => deps.store.mails.page(page, { state: 'WAITING' }))) {
    const record = makeSealedRecord(deps.store.mails, mail, (seen) => resealedContent(deps.keys, seen));
    if (await record.reseal()) count += 1;
  }
  return count;
}
