import type { RecordStore } from '../record-store.js';

export type DeviceDecision = 'allowed' | 'denied';

/**
 * A device that waits until its user decides in a browser on another device (RFC 8628). The device code is `id.secret`, and
 * the id is the digest of the user code, so that both codes find the record.
 */
export interface DeviceAuthorization {
  readonly id: string;
  readonly secretHash: string;
  readonly issuerId: string;
  readonly issuerGeneration: string;
  readonly clientId: string;
  readonly clientGeneration: string;
  /** `Client.grantEpoch` when the device sent its request. */
  readonly clientGrantEpoch: number;
  readonly scopes: readonly string[];
  readonly resource: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** The user's decision. `grantId` is stored before that grant is created. */
  readonly decision?: DeviceDecision | undefined;
  readonly grantId?: string | undefined;
  /** Seconds between two polls of the device, and the time of the last one. */
  readonly interval: number;
  readonly lastPolledAt?: Date | undefined;
}

export interface DeviceAuthorizationStore extends RecordStore<DeviceAuthorization> {
  /** Of several calls exactly one returns `true`. `false` if it is decided or expired. */
  decide(
    id: string,
    decision: { readonly decision: DeviceDecision; readonly grantId?: string | undefined },
    now: Date,
  ): Promise<boolean>;
  /** Records a poll of the device. */
  poll(id: string, poll: Required<Pick<DeviceAuthorization, 'interval' | 'lastPolledAt'>>): Promise<boolean>;
}
