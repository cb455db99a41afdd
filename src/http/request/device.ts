import { parse } from 'bowser';

/** The browser and the operating system. A member is missing if it is unknown. */
export interface Device {
  readonly browser?: string | undefined;
  readonly system?: string | undefined;
}

/** Helps users to recognise their devices. Browsers can send any value, so no decision may depend on it. */
export function deviceOf(userAgent: string | undefined): Device {
  if (userAgent === undefined || userAgent === '') return {};
  const { browser, os } = parse(userAgent);
  return { browser: browser.name || undefined, system: os.name || undefined };
}
