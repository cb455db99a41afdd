import type { JsonObject } from '../json.js';
import type { RecordStore } from '../record-store.js';

export const DELIVERY_KINDS = ['logout'] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

/** A message that the server has to send to another server, such as a logout token to a client. */
export interface Delivery {
  /**
   * An id computed from the message and its receiver. If the server plans the same message twice, both have the same
   * id, so the message is stored and sent only once.
   */
  readonly id: string;
  readonly kind: DeliveryKind;
  /** The id of the client that receives the message. Each attempt reads the URL from the client's current settings. */
  readonly target: string;
  readonly targetGeneration: string;
  /** The values from which each attempt makes the message. These values must not contain secrets. */
  readonly facts: JsonObject;
  readonly attempts: number;
  /**
   * The time of the next attempt. Absent if the receiver has accepted the message, or has refused it in a way that
   * makes another attempt useless.
   */
  readonly nextAttemptAt?: Date | undefined;
  readonly deliveredAt?: Date | undefined;
  readonly createdAt: Date;
  /** After this time, the server gives up sending the message, and the record can be deleted. */
  readonly expiresAt: Date;
}

export interface DeliveryStore extends RecordStore<Delivery> {
  /**
   * Returns up to `limit` messages whose next attempt is due. The message that has been due for the longest time comes
   * first.
   */
  due(now: Date, limit: number): Promise<Delivery[]>;
  /**
   * Reserves the next attempt for this process: adds one to `attempts` and sets `nextAttemptAt`. If several processes
   * try this at the same time, exactly one gets `true`. That process sends the message.
   */
  claim(seen: Pick<Delivery, 'id' | 'attempts'>, nextAttemptAt: Date): Promise<boolean>;
  /**
   * Stores that the receiver has accepted the message. `claimed` has the number of attempts after `claim`. Changes
   * nothing and returns `false` if another process has claimed the message since.
   */
  delivered(claimed: Pick<Delivery, 'id' | 'attempts'>, deliveredAt: Date): Promise<boolean>;
  /**
   * Clears `nextAttemptAt`, so that the message is not sent again. Call it if the receiver refused the message and
   * would refuse it again. Like `delivered`, changes nothing if another process has claimed the message since.
   */
  refused(claimed: Pick<Delivery, 'id' | 'attempts'>): Promise<boolean>;
}
