import { parse } from 'bowser';
import type { Texts } from '../../pages/texts/texts.js';
import type { UnknownProductNames } from '../../webauthn/passkeys/passkey-name.js';

/**
 * The browser and the operating system that sent a request. A member is missing if the `User-Agent` header does not
 * name it.
 */
export interface Device {
  readonly browser?: string | undefined;
  readonly system?: string | undefined;
}

/**
 * Reads the `User-Agent` header, so that users can recognise their devices in a list of sessions. Clients can send any
 * value, so no decision may depend on it.
 */
export function deviceOf(userAgent: string | undefined): Device {
  if (userAgent === undefined || userAgent === '') return {};
  const { browser, os } = parse(userAgent);
  return { browser: browser.name || undefined, system: os.name || undefined };
}

/** Names for a passkey of which the product is unknown, in the language of the page. */
export function passkeyNames(texts: Texts, device: Device): UnknownProductNames {
  return { device: deviceName(texts, device), securityKey: texts.say('passkeys.securityKey') };
}

/** Names the browser and the operating system in the language of the page. Returns `undefined` if neither is known. */
function deviceName({ say }: Texts, { browser, system }: Device): string | undefined {
  return browser !== undefined && system !== undefined
    ? say('sessions.device', { browser, system })
    : (browser ?? system);
}
