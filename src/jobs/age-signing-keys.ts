import { systemCaller } from '../admin/caller-authentication.js';
import { rotateSigningKey } from '../admin/signing-keys/signing-key-rotate.js';
import type { Issuer } from '../model/clients/issuer.js';
import type { Deps } from '../model/deps.js';
import { AdminError } from '../model/errors.js';
import { everyRecord } from '../model/every-record.js';
import { type AsymmetricAlg, type KeyRing, SIGNING_KEY_AGE } from '../model/server/signing-key.js';
import { abortable } from './abortable.js';
import type { Job } from './start-jobs.js';

const CHECK_SECONDS = 3600;

/**
 * Rotates each signing key 90 days after it became active, so that a stolen key is useful to an attacker only for a
 * limited time.
 */
export function keyAgeingJob(deps: Deps): Job {
  return {
    name: 'signing-keys',
    everySeconds: CHECK_SECONDS,
    atOnce: true,
    run: (signal) => rotateOldKeys(abortable(deps, signal)),
  };
}

export async function rotateOldKeys(deps: Deps): Promise<void> {
  for await (const issuer of everyRecord((request) => deps.store.issuers.page(request))) {
    for (const ring of await deps.store.keyRings.findOfIssuer(issuer.generation)) {
      if (isOld(ring, deps.clock.now())) await rotate(deps, issuer, ring.alg);
    }
  }
}

function isOld({ keys }: KeyRing, now: Date): boolean {
  return keys.some(
    ({ status, activeFrom, createdAt }) =>
      status === 'ACTIVE' && (activeFrom ?? createdAt) + SIGNING_KEY_AGE * 1000 <= now.getTime(),
  );
}

/**
 * The rotation fails if another process or an administrator has just rotated the same key. This failure is expected, so
 * the job only logs it.
 */
async function rotate(deps: Deps, issuer: Issuer, alg: AsymmetricAlg): Promise<void> {
  try {
    await rotateSigningKey(deps, systemCaller, { issuerId: issuer.id, alg });
  } catch (error) {
    if (!(error instanceof AdminError) || error.code === 'FORBIDDEN') throw error;
    deps.log.info({ issuer: issuer.id, alg, reason: error.message }, 'a signing key was not rotated');
  }
}
