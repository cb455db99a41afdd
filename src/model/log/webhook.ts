import type { VersionedStore } from '../record-store.js';
import type { SealedSecret } from '../server/sealed-secret.js';
import type { AuditEventType } from './audit-event.js';

/** Where events of the audit log are delivered, one after the other, and how far that has come. */
export interface Webhook {
  readonly id: string;
  readonly version: number;
  /** Random; the secret is sealed for it. */
  readonly generation: string;
  readonly url: string;
  /** The events that it wants; the others are passed over. */
  readonly types: readonly AuditEventType[];
  /** `whsec_` and base64, as Standard Webhooks has it. */
  readonly secret: SealedSecret;
  readonly enabled: boolean;
  readonly createdAt: Date;
  /** Of the last event that was delivered or passed over; absent: none since it was made. */
  readonly cursor?: string | undefined;
  readonly lastDeliveredAt?: Date | undefined;
  readonly failingSince?: Date | undefined;
  /** In a row. */
  readonly failures: number;
  /** Absent where nothing has failed. */
  readonly nextAttemptAt?: Date | undefined;
  /** Names the turn of whoever delivers; until `leasedUntil` nobody else does. */
  readonly lease?: string | undefined;
  readonly leasedUntil?: Date | undefined;
}

export interface WebhookStore extends VersionedStore<Webhook> {
  /** By id; few. */
  all(): Promise<Webhook[]>;
}
