import type { Deps } from '../../model/deps.js';

/**
 * Stops a start that would lock people out: a passkey answers only to the RP ID that it was made under.
 *
 * @throws Error with one sentence that names the settings
 */
export async function guardRpId({ config, store }: Pick<Deps, 'config' | 'store'>): Promise<void> {
  if (config.allowRpIdChange) return;
  const other = await store.passkeys.findOfOtherRpId(config.rpId);
  if (other === undefined) return;
  throw new Error(
    `RP_ID is ${config.rpId}, but there are passkeys under ${other.rpId}, which would sign nobody in any more: ` +
      `set ISSUER back, or RP_ID=${other.rpId} where ISSUER lies below it, or ALLOW_RP_ID_CHANGE=true to start all the ` +
      'same: then everybody needs a new link (npm run enroll -- USERNAME).',
  );
}
