import type { VersionedStore } from '../record-store.js';
import type { SealedSecret } from '../server/sealed-secret.js';
import type { AuditEventType } from './audit-event.js';

/** Why a message is sent: an event happened, or an administrator asked for the event again or for a test. */
export type WebhookDeliveryKind = 'EVENT' | 'REDELIVERY' | 'TEST';

/** What became of a message to a receiver. Times are milliseconds since 1970, because the list is stored as JSON. */
export interface WebhookDelivery {
  readonly kind: WebhookDeliveryKind;
  /** The id of the event, or a random id if `kind` is `TEST`: the `webhook-id` header. */
  readonly eventId: string;
  /** Absent if `kind` is `TEST`. */
  readonly eventType?: AuditEventType | undefined;
  readonly attempts: number;
  readonly firstAttemptAt: number;
  readonly lastAttemptAt: number;
  /** The status code of the last answer. Absent if there was none. */
  readonly statusCode?: number | undefined;
  /** Why the last attempt failed. Absent if the receiver accepted the message. */
  readonly error?: string | undefined;
  /** The beginning of the last answer, as one line of text. */
  readonly response?: string | undefined;
}

/** A secret that still signs deliveries, beside the new one, until a time in milliseconds since 1970. */
export interface PreviousWebhookSecret {
  readonly secret: SealedSecret;
  readonly expiresAt: number;
}

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
  readonly previousSecret?: PreviousWebhookSecret | undefined;
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
  /** The last deliveries, the newest first. Absent before the first one. */
  readonly deliveries?: readonly WebhookDelivery[] | undefined;
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
