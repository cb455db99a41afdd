import { parse } from 'bowser';

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
