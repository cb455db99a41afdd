import type { RecordStore } from '../record-store.js';

export type DeviceDecision = 'allowed' | 'denied';

/**
 * The request of a device, such as a TV, that waits until the user allows it in a browser (RFC 8628). The device code
 * is `id.secret`. The id is a digest of the user code, so the server finds this record both by the device code and by
 * the user code.
 */
export interface DeviceAuthorization {
  readonly id: string;
  readonly secretHash: string;
  readonly issuerId: string;
  readonly issuerGeneration: string;
  readonly clientId: string;
  readonly clientGeneration: string;
  /**
   * The value of `Client.grantEpoch` when the device sent its request. If the client's value has increased since, the
   * request is invalid.
   */
  readonly clientGrantEpoch: number;
  readonly scopes: readonly string[];
  readonly resource: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /**
   * The user's answer. Absent until the user answers. If it is `allowed`, `grantId` is the id of the grant that was stored
   * together with the answer.
   */
  readonly decision?: DeviceDecision | undefined;
  readonly grantId?: string | undefined;
  /** The seconds that the device must wait between two token requests. */
  readonly interval: number;
  readonly lastPolledAt?: Date | undefined;
}

export interface DeviceAuthorizationStore extends RecordStore<DeviceAuthorization> {
  /** Stores when the device last asked for the token, and how long the device must wait before it asks again. */
  poll(id: string, poll: Required<Pick<DeviceAuthorization, 'interval' | 'lastPolledAt'>>): Promise<boolean>;
}
