import type { RecordStore } from '../record-store.js';
import type { SealedSecret } from '../server/sealed-secret.js';

/**
 * A value that the pages of one session need again within minutes: a new secret, which is shown again if the page is
 * reloaded, or a form that waits until its user has signed in again. It is encrypted, and no other session can read it.
 */
export interface KeptValue {
  readonly id: string;
  readonly sessionId: string;
  readonly value: SealedSecret;
  readonly expiresAt: Date;
}

export type KeptValueStore = RecordStore<KeptValue>;
