import type { Page, PageRequest, RecordStore } from '../record-store.js';

/** A credential record (WebAuthn Level 3 §4). It counts only while its user lists it. */
export interface Passkey {
  /** Credential id, base64url. */
  readonly id: string;
  readonly userId: string;
  /** COSE_Key, base64url. */
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
   * Records a use, if the counter is still the one that the signature was checked against: of two
   * authentications with the same counter exactly one answers `true`, unless both are zero.
   */
  use(
    seen: Pick<Passkey, 'id' | 'signCount'>,
    use: { signCount: number; backedUp: boolean; lastUsedAt: Date },
  ): Promise<boolean>;
  rename(id: string, name: string): Promise<boolean>;
  /** Any passkey made under another RP ID than this, if there is one. */
  findOfOtherRpId(rpId: string): Promise<Passkey | undefined>;
  /** All that there are, by id: for the sweep. */
  page(request: PageRequest): Promise<Page<Passkey>>;
  count(): Promise<number>;
}
