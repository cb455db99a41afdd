import { type KeyRing, SIGNING_KEY_AGE } from '../../model/server/signing-key.js';
import { counted, dayText, type Finding, failed, ok, unknown } from './finding.js';
import type { CheckDeps } from './surroundings.js';

/** A job replaces old keys once an hour. */
const GRACE_MS = 86_400_000;
const MAX_RINGS = 100;

/** Whether the signing keys are replaced in time. */
export async function checkSigningKeys({ store, clock }: Pick<CheckDeps, 'store' | 'clock'>): Promise<Finding> {
  const { items } = await store.keyRings.page({ first: MAX_RINGS });
  const dates = items.flatMap(({ record }) => rotationOf(record)).toSorted((a, b) => a - b);
  const [first] = dates;
  if (first === undefined)
    return unknown('There is no signing key yet. The server makes the first one when it starts.');
  const late = dates.filter((date) => date + GRACE_MS < clock.now().getTime()).length;
  if (late > 0)
    return failed(
      `${counted(late, 'signing key')} should have been replaced since ${dayText(new Date(first))}. Check that the server runs and what its log says about the job signing-keys, or use the mutation rotateSigningKey.`,
    );
  return ok(
    `The server replaces each signing key after 90 days, the next on ${dayText(new Date(first))}. Applications that fetch the key set notice nothing.`,
  );
}

/** When the active key of the ring is replaced, in milliseconds since 1970. */
function rotationOf({ keys }: KeyRing): number[] {
  return keys
    .filter(({ status }) => status === 'ACTIVE')
    .map(({ activeFrom, createdAt }) => (activeFrom ?? createdAt) + SIGNING_KEY_AGE * 1000);
}
