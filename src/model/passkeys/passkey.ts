/*
 * This folder describes passkeys, the challenges of WebAuthn ceremonies, and the links with which users register a
 * passkey. The ceremonies are in `src/webauthn`. To understand this folder, read `Passkey` first.
 */

import type { Page, PageRequest, RecordStore } from '../record-store.js';

/** A credential record (WebAuthn Level 3 §4). The passkey is valid only while `User.passkeyIds` contains its id. */
export interface Passkey {
  /** The credential id that the authenticator created, in base64url. */
  readonly id: string;
  readonly userId: string;
  /**
   * A random value that distinguishes this passkey from a removed passkey with the same credential id. Absent if the
   * passkey was registered before the server gave passkeys a generation.
   */
  readonly generation?: string | undefined;
  /** The public key in the format COSE_Key, in base64url. */
  readonly publicKey: string;
  /** The COSE identifier of the signature algorithm, for example -7 for ES256. */
  readonly alg: number;
  readonly signCount: number;
  readonly aaguid: string;
  readonly rpId: string;
  readonly name: string;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  /**
   * Set if the passkey was bound to one device when it was registered: the time when the authenticator first reported
   * that the passkey can now be backed up.
   */
  readonly syncedSince?: Date | undefined;
  readonly transports: readonly string[];
  /**
   * Whether the server verified an attestation statement at registration. Such a statement proves the authenticator
   * model.
   */
  readonly attested: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt?: Date | undefined;
}

export interface PasskeyStore extends RecordStore<Passkey> {
  findMany(ids: readonly string[]): Promise<Passkey[]>;
  /** Returns any passkey that was registered for another RP ID than `rpId`. Returns `undefined` if no passkey was. */
  findOfOtherRpId(rpId: string): Promise<Passkey | undefined>;
  /**
   * Returns a page of all passkeys, in order of id. A job uses it to find passkeys whose user was deleted, or whose
   * user's `passkeyIds` does not contain them.
   */
  page(request: PageRequest): Promise<Page<Passkey>>;
  count(): Promise<number>;
}
