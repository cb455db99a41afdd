import english from './en.json' with { type: 'json' };
import type { NameIn, TextKey, Texts } from './texts.js';

/**
 * The name of a message that a page shows during a passkey ceremony. The message reports progress, a problem in the
 * browser, or an error from the server (`CeremonyError`).
 */
export type CeremonyMessage = NameIn<'ceremony'>;

const PREFIX = 'ceremony.';
const KEYS = (Object.keys(english) as TextKey[]).filter((key) => key.startsWith(PREFIX));

/**
 * Returns all messages about a ceremony as JSON, for the page's script. `instead` replaces some of them with messages
 * that fit the page better, and `said` with texts that contain values of the page.
 */
export function ceremonyTexts(
  { say }: Texts,
  instead: Partial<Record<CeremonyMessage, TextKey>> = {},
  said: Partial<Record<CeremonyMessage, string>> = {},
): string {
  const messages = KEYS.map((key) => {
    const name = key.slice(PREFIX.length) as CeremonyMessage;
    return [name, said[name] ?? say(instead[name] ?? key)];
  });
  return JSON.stringify(Object.fromEntries(messages));
}
