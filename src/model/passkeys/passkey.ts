/*
 * This folder describes passkeys, the challenges of WebAuthn ceremonies, and the links with which users register a
 * passkey. The ceremonies are in `src/webauthn`. Start with `Passkey`.
 */

import type { Page, PageRequest, RecordStore } from '../record-store.js';

/** A credential record (WebAuthn Level 3 §4). The passkey is valid only while `User.passkeyIds` contains its id. */
export interface Passkey {
  /** The credential id that the authenticator created, in base64url. */
  readonly id: string;
  readonly userId: string;
  /**
   * A random value that distinguishes this record from an earlier one with the same credential id. Absent in records
   * from before passkeys had generations.
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
  /** When an authenticator first reported that a passkey, which was bound to one device before, can be backed up. */
  readonly syncedSince?: Date | undefined;
  readonly transports: readonly string[];
  /** Whether an attestation statement, which proves the authenticator model, was verified at registration. */
  readonly attested: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt?: Date | undefined;
}

export interface PasskeyStore extends RecordStore<Passkey> {
  findMany(ids: readonly string[]): Promise<Passkey[]>;
  /**
   * Stores the values of an authentication, if the stored counter and backup eligibility have not changed since they
   * were checked. If two authentications with the same counter race, only one returns `true`, unless the counter stays
   * the same.
   */
  use(
    seen: Pick<Passkey, 'id' | 'signCount' | 'backupEligible'>,
    use: Pick<Passkey, 'signCount' | 'backedUp'> &
      Partial<Pick<Passkey, 'backupEligible' | 'syncedSince'>> & { readonly lastUsedAt: Date },
  ): Promise<boolean>;
  rename(id: string, name: string): Promise<boolean>;
  /** Returns a passkey that was registered for an RP ID other than `rpId`, or `undefined` if there is none. */
  findOfOtherRpId(rpId: string): Promise<Passkey | undefined>;
  /**
   * All passkeys, in order of id. A job uses the list to find passkeys whose user was deleted or no longer lists them.
   */
  page(request: PageRequest): Promise<Page<Passkey>>;
  count(): Promise<number>;
}
