import type { Deps } from '../../model/deps.js';

/**
 * Throws an error if there are passkeys for another RP ID, so that the server does not start. Such passkeys do not work
 * under the current RP ID, so their users would be locked out.
 */
export async function guardRpId({ config, store }: Pick<Deps, 'config' | 'store'>): Promise<void> {
  if (config.allowRpIdChange) return;
  const other = await store.passkeys.findOfOtherRpId(config.rpId);
  if (other === undefined) return;
  throw new Error(
    `RP_ID is ${config.rpId}, but passkeys are registered under ${other.rpId} and would no longer work. ` +
      'If this is a command, give it the ISSUER or RP_ID of the server. Set ISSUER back, ' +
      `or set RP_ID=${other.rpId} if ISSUER is below that domain. To start anyway, set ALLOW_RP_ID_CHANGE=true: every ` +
      'user then needs a new link (npm run enroll -- USERNAME).',
  );
}
