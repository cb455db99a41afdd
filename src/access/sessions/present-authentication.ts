import { type PasskeyList, wasSynced } from '../../model/people/passkey-list.js';

/** How a user signed in. A session stores it, and so does each grant from a sign-in in this session. */
export interface AuthenticationFacts {
  readonly passkeyId?: string | undefined;
  readonly acr: string;
  readonly amr: readonly string[];
}

/**
 * Returns the record with the `acr` and `amr` that hold now. If the passkey of the sign-in has become synced since, it is
 * no longer bound to hardware, so the sign-in no longer counts as such.
 */
export function withPresentFacts<T extends AuthenticationFacts>(record: T, user: PasskeyList): T {
  if (!wasSynced(user, record.passkeyId)) return record;
  return { ...record, acr: 'phr', amr: ['swk', ...record.amr.filter((method) => !KEY_METHODS.includes(method))] };
}

const KEY_METHODS = ['hwk', 'swk'];

/**
 * Whether a user signed in with a passkey that is bound to one device. `amr` has to come from `withPresentFacts`. With
 * `isAttested`, only a verified attestation proves this; otherwise the authenticator is believed.
 */
export function isDeviceBound(
  { amr, passkeyId }: AuthenticationFacts,
  { isAttested }: { readonly isAttested: boolean },
): boolean {
  if (isAttested) return amr.includes('hwk');
  return passkeyId !== undefined && !amr.includes('swk');
}
