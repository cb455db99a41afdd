import type { JsonObject } from '../json.js';
import type { RecordStore } from '../record-store.js';

export const DELIVERY_KINDS = ['logout'] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

/** A message to another server that must still be delivered. */
export interface Delivery {
  /** Derived from message and receiver, so that planning it twice has no effect. */
  readonly id: string;
  readonly kind: DeliveryKind;
  /** The id of the client that gets the message, at the URL that it has when the message is sent. */
  readonly target: string;
  readonly targetGeneration: string;
  /** What the message is made from at each attempt. Must not contain a secret. */
  readonly facts: JsonObject;
  readonly attempts: number;
  /** Absent after the delivery. */
  readonly nextAttemptAt?: Date | undefined;
  readonly deliveredAt?: Date | undefined;
  readonly createdAt: Date;
  /** No attempt follows after this time, and the record can be removed. */
  readonly expiresAt: Date;
}

export interface DeliveryStore extends RecordStore<Delivery> {
  /** Deliveries whose next attempt is due, the one that has waited longest first. */
  due(now: Date, limit: number): Promise<Delivery[]>;
  /** Counts an attempt and sets the time of the next. Of several calls with the same `attempts` exactly one returns `true`. */
  claim(seen: Pick<Delivery, 'id' | 'attempts'>, nextAttemptAt: Date): Promise<boolean>;
  delivered(id: string, deliveredAt: Date): Promise<boolean>;
}
