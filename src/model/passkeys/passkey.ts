/*
 * Passkeys, the challenges of their ceremonies, and the links with which users enrol. The ceremonies themselves are in
 * `src/webauthn`. Start with `Passkey`.
 */

import type { Page, PageRequest, RecordStore } from '../record-store.js';

/** A credential record (WebAuthn Level 3 §4). It is valid only while `User.passkeyIds` lists it. */
export interface Passkey {
  /** Credential id, in base64url. */
  readonly id: string;
  readonly userId: string;
  /** COSE_Key, in base64url. */
  readonly publicKey: string;
  /** COSE algorithm identifier. */
  readonly alg: number;
  readonly signCount: number;
  readonly aaguid: string;
  readonly rpId: string;
  readonly name: string;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly transports: readonly string[];
  /** Whether an attestation statement was verified at registration. */
  readonly attested: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt?: Date | undefined;
}

export interface PasskeyStore extends RecordStore<Passkey> {
  findMany(ids: readonly string[]): Promise<Passkey[]>;
  /**
   * Records a use, if the stored counter is still the one that the authentication was checked against. Of two
   * authentications with the same counter exactly one returns `true`, unless the counter stays zero.
   */
  use(
    seen: Pick<Passkey, 'id' | 'signCount'>,
    use: { signCount: number; backedUp: boolean; lastUsedAt: Date },
  ): Promise<boolean>;
  rename(id: string, name: string): Promise<boolean>;
  /** Any passkey that belongs to another RP ID, if there is one. */
  findOfOtherRpId(rpId: string): Promise<Passkey | undefined>;
  /** All passkeys, in order of id, for the sweep. */
  page(request: PageRequest): Promise<Page<Passkey>>;
  count(): Promise<number>;
}
