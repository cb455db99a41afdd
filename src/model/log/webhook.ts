import type { VersionedStore } from '../record-store.js';
import type { SealedSecret } from '../server/sealed-secret.js';
import type { AuditEventType } from './audit-event.js';

/**
 * A URL that receives audit events, and the state of the delivery. A webhook receives one event at a time, in order.
 */
export interface Webhook {
  readonly id: string;
  readonly version: number;
  /**
   * A random value to which the encryption of the secret is bound. If the webhook is deleted and its id is used again,
   * the old secret cannot be decrypted for the new webhook.
   */
  readonly generation: string;
  readonly url: string;
  /** The types of events that the webhook receives. Events of all other types are skipped. */
  readonly types: readonly AuditEventType[];
  /** The secret that signs the deliveries, encrypted. Its text is `whsec_` and base64, as in Standard Webhooks. */
  readonly secret: SealedSecret;
  readonly enabled: boolean;
  readonly createdAt: Date;
  /**
   * The position of the last event that was delivered or skipped. Absent if there has been no event since the webhook
   * was created.
   */
  readonly cursor?: string | undefined;
  readonly lastDeliveredAt?: Date | undefined;
  readonly failingSince?: Date | undefined;
  /** The number of failed attempts since the last successful delivery. */
  readonly failures: number;
  /** The time of the next attempt after a failure. Absent if the last delivery succeeded. */
  readonly nextAttemptAt?: Date | undefined;
  /**
   * A random value of the process that delivers events. Until `leasedUntil`, no other process delivers to this webhook.
   */
  readonly lease?: string | undefined;
  readonly leasedUntil?: Date | undefined;
}

export interface WebhookStore extends VersionedStore<Webhook> {
  /** All webhooks, in order of id. A server has only a few. */
  all(): Promise<Webhook[]>;
}
