import type { RecordStore } from '../record-store.js';

export type DeviceDecision = 'allowed' | 'denied';

/**
 * A device that waits for its user, who is in a browser elsewhere (RFC 8628). Its device code is `id.secret`, its id the
 * digest of the user code, so that each of the two finds it.
 */
export interface DeviceAuthorization {
  readonly id: string;
  readonly secretHash: string;
  readonly issuerId: string;
  readonly issuerGeneration: string;
  readonly clientId: string;
  readonly clientGeneration: string;
  /** `Client.grantEpoch` from the moment the device asked. */
  readonly clientGrantEpoch: number;
  readonly scopes: readonly string[];
  readonly resource: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** What the user said; `grantId` is named before that grant is made. */
  readonly decision?: DeviceDecision | undefined;
  readonly grantId?: string | undefined;
  /** Seconds that the device has to wait between two questions, and when it last asked. */
  readonly interval: number;
  readonly lastPolledAt?: Date | undefined;
}

export interface DeviceAuthorizationStore extends RecordStore<DeviceAuthorization> {
  /** Of several decisions on one that is open and unexpired exactly one answers `true`. */
  decide(
    id: string,
    decision: { readonly decision: DeviceDecision; readonly grantId?: string | undefined },
    now: Date,
  ): Promise<boolean>;
  /** Notes a question of the device. */
  poll(id: string, poll: Required<Pick<DeviceAuthorization, 'interval' | 'lastPolledAt'>>): Promise<boolean>;
}
