import type { VersionedStore } from '../record-store.js';
import type { SealedSecret } from '../server/sealed-secret.js';
import type { AuditEventType } from './audit-event.js';

/** A receiver of audit events, and how far the delivery is. Events are delivered one after the other. */
export interface Webhook {
  readonly id: string;
  readonly version: number;
  /** Random. The secret is sealed for this generation. */
  readonly generation: string;
  readonly url: string;
  /** Events of other types are skipped. */
  readonly types: readonly AuditEventType[];
  /** `whsec_` and base64, as in Standard Webhooks. */
  readonly secret: SealedSecret;
  readonly enabled: boolean;
  readonly createdAt: Date;
  /** The last event that was delivered or skipped; absent if there was none since the webhook was created. */
  readonly cursor?: string | undefined;
  readonly lastDeliveredAt?: Date | undefined;
  readonly failingSince?: Date | undefined;
  /** Consecutive failures. */
  readonly failures: number;
  /** Absent if the last delivery succeeded. */
  readonly nextAttemptAt?: Date | undefined;
  /** Identifies the process that delivers. Until `leasedUntil` no other process does. */
  readonly lease?: string | undefined;
  readonly leasedUntil?: Date | undefined;
}

export interface WebhookStore extends VersionedStore<Webhook> {
  /** In order of id. There are few. */
  all(): Promise<Webhook[]>;
}
