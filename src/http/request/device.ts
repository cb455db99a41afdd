import { parse } from 'bowser';

/** What a browser says that it is; undefined where it is not one that is known. */
export interface Device {
  readonly browser?: string | undefined;
  readonly system?: string | undefined;
}

/** For people, who tell their devices apart by it. Anybody can claim to be anything. */
export function deviceOf(userAgent: string | undefined): Device {
  if (userAgent === undefined || userAgent === '') return {};
  const { browser, os } = parse(userAgent);
  return { browser: browser.name || undefined, system: os.name || undefined };
}
