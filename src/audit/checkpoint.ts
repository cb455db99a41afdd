import { commitPlan } from '../model/change-record.js';
import { type Change, insertion, update } from '../model/change-set.js';
import type { Deps } from '../model/deps.js';
import type { AuditHead } from '../model/log/audit-head.js';
import { AUDIT_KEY_RING_ID, type AuditKey, type AuditKeyRing, type CheckpointClaims } from '../model/log/audit-key.js';
import { numericDate } from '../model/time.js';

/** What a checkpoint says about the start of the log. */
type Start = Pick<AuditKeyRing, 'firstSequence' | 'hashBefore'>;

const WHOLE_LOG: Start = { firstSequence: 1, hashBefore: '' };

/**
 * Signs the end of the audit log and writes the checkpoint as an event and to the server's log. The checkpoint also
 * names the first event that is not past its retention, and the hash before it. Events before it may then be deleted.
 */
export async function writeCheckpoint(deps: Deps): Promise<void> {
  const claims = await commitPlan(deps.store, async () => {
    const head = await deps.store.auditEvents.head();
    if (head.sequence === 0) return { changes: [], result: undefined };
    const ring = await deps.store.auditKeyRings.find(AUDIT_KEY_RING_ID);
    const start = laterStart(ring ?? WHOLE_LOG, await deps.store.auditEvents.findRetainedStart(deps.clock.now()));
    const keys = await deps.keys.currentAuditKeys(ring);
    const signed = claimsOf(deps, head, start, 'checkpoint');
    const jws = await deps.keys.signCheckpoint(keys, signed);
    const { sequence, hash, firstSequence, hashBefore } = signed;
    const event = deps.audit.insertion({
      type: 'AUDIT_CHECKPOINT',
      detail: { sequence, hash, firstSequence, hashBefore, jws },
    });
    return { changes: [ringChange(deps, ring, keys, start), event], result: { ...signed, jws } };
  });
  if (claims !== undefined) deps.log.info({ ...claims }, 'audit checkpoint');
}

/**
 * Signs the present end of the log for an export. If there are no keys yet, this makes them, with a first checkpoint.
 * Returns `undefined` if the log is empty.
 */
export async function signExportEnd(deps: Deps): Promise<string | undefined> {
  const find = () => deps.store.auditKeyRings.find(AUDIT_KEY_RING_ID);
  let ring = await find();
  if (ring === undefined) {
    await writeCheckpoint(deps);
    ring = await find();
  }
  if (ring === undefined) return undefined;
  const head = await deps.store.auditEvents.head();
  return deps.keys.signCheckpoint(ring.keys, claimsOf(deps, head, ring, 'export'));
}

/** The start never moves back, because another server, whose clock is faster, may be deleting events up to it. */
function laterStart(known: Start, found: Start | undefined): Start {
  return found !== undefined && found.firstSequence > known.firstSequence ? found : known;
}

function claimsOf(
  { config, clock }: Deps,
  { sequence, hash }: AuditHead,
  { firstSequence, hashBefore }: Start,
  purpose: CheckpointClaims['purpose'],
): CheckpointClaims {
  return { iss: config.issuer, iat: numericDate(clock.now()), sequence, hash, firstSequence, hashBefore, purpose };
}

function ringChange(
  { clock }: Deps,
  ring: AuditKeyRing | undefined,
  keys: readonly AuditKey[],
  { firstSequence, hashBefore }: Start,
): Change {
  const changes = { keys, checkpointedAt: clock.now(), firstSequence, hashBefore };
  if (ring === undefined) return insertion('auditKeyRings', { id: AUDIT_KEY_RING_ID, version: 1, ...changes });
  return update('auditKeyRings', ring, changes);
}
