import type { JsonObject } from '../json.js';
import type { VersionedStore } from '../record-store.js';
import type { SealedSecret } from '../server/sealed-secret.js';

/**
 * A key pair that signs checkpoints of the audit log, the ends of exports and the next key, and nothing else. It is in
 * no key set that relying parties fetch. The time is in milliseconds since 1970, because JSON has no dates.
 */
export interface AuditKey {
  readonly kid: string;
  readonly publicJwk: JsonObject;
  /** Absent once a newer key has replaced this one. The public key stays for as long as the log exists. */
  readonly privateJwk?: SealedSecret | undefined;
  readonly createdAt: number;
  /** A JWS by the key before this one, whose payload contains this public key. Absent in the first key. */
  readonly signedBy?: string | undefined;
}

/** The age, in seconds, at which the key of the audit log is replaced: 90 days. */
export const AUDIT_KEY_AGE = 7_776_000;

/** The keys of the audit log and its last checkpoint. There is one such record, made with the first checkpoint. */
export interface AuditKeyRing {
  readonly id: string;
  readonly version: number;
  /** The oldest key first. The last one signs. */
  readonly keys: readonly AuditKey[];
  readonly checkpointedAt: Date;
  /** The first event that the last checkpoint keeps. All events with a lower sequence may be deleted. */
  readonly firstSequence: number;
  /** The hash of the event before `firstSequence`. Empty if `firstSequence` is 1. */
  readonly hashBefore: string;
}

export const AUDIT_KEY_RING_ID = 'audit';

export type AuditKeyRingStore = VersionedStore<AuditKeyRing>;

/** The claims of a checkpoint: the end of the log when it was signed, and the first event that is kept. */
export interface CheckpointClaims {
  readonly iss: string;
  readonly iat: number;
  readonly sequence: number;
  readonly hash: string;
  readonly firstSequence: number;
  readonly hashBefore: string;
  /** `export` in the signature at the end of an export. It is no checkpoint, so that neither can replace the other. */
  readonly purpose: 'checkpoint' | 'export';
}
