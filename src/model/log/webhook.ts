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
   * A random value. The secret of the webhook can be decrypted only with it. So if the webhook is deleted and another
   * one gets its id, the old secret is useless for the new webhook.
   */
  readonly generation: string;
  readonly url: string;
  /** The types of events that the webhook receives. Events of all other types are skipped. */
  readonly types: readonly AuditEventType[];
  /**
   * The encrypted secret with which the server signs each delivery. The decrypted secret is `whsec_` followed by
   * base64, as Standard Webhooks demands.
   */
  readonly secret: SealedSecret;
  readonly enabled: boolean;
  readonly createdAt: Date;
  /**
   * The position in the audit log of the last event that was delivered or skipped, at first the end of the log. Absent
   * only in a webhook of version 0.1 that has skipped and delivered no event.
   */
  readonly cursor?: string | undefined;
  readonly lastDeliveredAt?: Date | undefined;
  readonly failingSince?: Date | undefined;
  /** The number of failed attempts since the last successful delivery. */
  readonly failures: number;
  /** The time of the next attempt after a failure. Absent if the last delivery succeeded. */
  readonly nextAttemptAt?: Date | undefined;
  /**
   * A random value of the process that delivers events to this webhook. No other process delivers to the webhook before
   * `leasedUntil`.
   */
  readonly lease?: string | undefined;
  readonly leasedUntil?: Date | undefined;
}

export interface WebhookStore extends VersionedStore<Webhook> {
  /** Returns all webhooks, in order of id. A server has only a few webhooks. */
  all(): Promise<Webhook[]>;
}
