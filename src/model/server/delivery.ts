import type { JsonObject } from '../json.js';
import type { RecordStore } from '../record-store.js';

export const DELIVERY_KINDS = ['logout'] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

/** What must still be told to somebody outside, until it has been. */
export interface Delivery {
  /** Names what is told to whom, so that who plans it twice plans it once. */
  readonly id: string;
  readonly kind: DeliveryKind;
  /** Whom: a client, where it lies when it is told. */
  readonly target: string;
  readonly targetGeneration: string;
  /** What the message is made of, anew at each attempt. Never a secret. */
  readonly facts: JsonObject;
  readonly attempts: number;
  /** Absent once it was delivered. */
  readonly nextAttemptAt?: Date | undefined;
  readonly deliveredAt?: Date | undefined;
  readonly createdAt: Date;
  /** Nobody tries any more, and the record may go. */
  readonly expiresAt: Date;
}

export interface DeliveryStore extends RecordStore<Delivery> {
  /** Those whose next attempt is due, the longest waiting first. */
  due(now: Date, limit: number): Promise<Delivery[]>;
  /** Counts an attempt and puts off the next: of several that saw the same attempts exactly one answers `true`, and tries. */
  claim(seen: Pick<Delivery, 'id' | 'attempts'>, nextAttemptAt: Date): Promise<boolean>;
  delivered(id: string, deliveredAt: Date): Promise<boolean>;
}
