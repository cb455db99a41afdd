import type { Versioned, VersionedStore } from '../record-store.js';
import type { Passkey } from './passkey.js';

/**
 * A link with which a signed-in user adds a passkey of another device. Each session has at most one: a new link replaces
 * the earlier one. The code in the link is `id.secret`; the secret is derived from the id and the generation.
 */
export interface DeviceLink extends Versioned {
  /** A digest of the session's id. */
  readonly id: string;
  /** A random value that distinguishes the link from earlier links of the session. */
  readonly generation: string;
  readonly userId: string;
  /** The session in which the link was made. The link is valid only while this session is. */
  readonly sessionId: string;
  readonly sessionEpoch: number;
  readonly enrolmentEpoch: number;
  /** The device that uses the link. Absent until a device begins to create its passkey. */
  readonly device?: JoiningDevice | undefined;
  /** The verified passkey of the device. It is not registered until the user confirms the number of the device. */
  readonly passkey?: PendingPasskey | undefined;
  /** How the link ended. Absent while it can be used. */
  readonly outcome?: DeviceLinkOutcome | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export type DeviceLinkOutcome = 'CONFIRMED' | 'REFUSED' | 'WRONG_NUMBER';

export interface JoiningDevice {
  /** SHA-256 of the cookie that identifies the browser. */
  readonly browserHash: string;
  /** The two-digit number that the device shows. */
  readonly number: string;
  readonly ipAddress?: string | undefined;
  readonly userAgent?: string | undefined;
}

/** The passkey gets its time of creation when the user confirms it. */
export type PendingPasskey = Omit<Passkey, 'createdAt'>;

export type DeviceLinkStore = VersionedStore<DeviceLink>;
