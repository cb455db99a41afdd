/** The end of the audit log: the number and the hash of the last numbered event. There is one such record. */
export interface AuditHead {
  readonly id: string;
  /** The sequence of the last numbered event. 0 if there is none. */
  readonly sequence: number;
  /** The hash of the last numbered event. Empty if there is none. */
  readonly hash: string;
  /**
   * The last sequence that the upgrade from version 0.1 gave. Up to it, the order of sequences is the order of ids, so
   * that cursors of version 0.1, which contain ids, still work.
   */
  readonly upgradedThrough?: number | undefined;
  /** A random value of the process that numbered the last events. It only keeps others from doing the same work. */
  readonly lease?: string | undefined;
  readonly leasedUntil?: Date | undefined;
}

export const AUDIT_HEAD_ID = 'audit';

export const EMPTY_AUDIT_HEAD: AuditHead = { id: AUDIT_HEAD_ID, sequence: 0, hash: '' };
