import type { JsonObject } from '../json.js';
import type { RecordStore } from '../record-store.js';

export const DELIVERY_KINDS = ['logout'] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

/** A message that the server has to send to another server, such as a logout token to a client. */
export interface Delivery {
  /**
   * Computed from the message and its receiver, so that a message that is planned twice is stored and sent only once.
   */
  readonly id: string;
  readonly kind: DeliveryKind;
  /**
   * The id of the client that receives the message. The URL is read from the client's settings at each attempt, so that
   * a changed URL is used.
   */
  readonly target: string;
  readonly targetGeneration: string;
  /** The values from which each attempt makes the message. They must not contain secrets. */
  readonly facts: JsonObject;
  readonly attempts: number;
  /** The time of the next attempt. Absent after the receiver has accepted or finally refused the message. */
  readonly nextAttemptAt?: Date | undefined;
  readonly deliveredAt?: Date | undefined;
  readonly createdAt: Date;
  /** After this time, the server gives up sending the message, and the record can be deleted. */
  readonly expiresAt: Date;
}

export interface DeliveryStore extends RecordStore<Delivery> {
  /** Returns up to `limit` messages whose next attempt is due. The one that has waited longest is first. */
  due(now: Date, limit: number): Promise<Delivery[]>;
  /**
   * Reserves an attempt for this process: adds one to `attempts` and sets `nextAttemptAt`. If several processes race,
   * exactly one gets `true` and sends the message.
   */
  claim(seen: Pick<Delivery, 'id' | 'attempts'>, nextAttemptAt: Date): Promise<boolean>;
  delivered(id: string, deliveredAt: Date): Promise<boolean>;
  /** Plans no further attempt, because the receiver refused the message and would refuse it again. */
  refused(id: string): Promise<boolean>;
}
