import english from './en.json' with { type: 'json' };
import type { NameIn, TextKey, Texts } from './texts.js';

/** What a passkey ceremony can report: a step, a problem in the browser, or the code of a `CeremonyError`. */
export type CeremonyMessage = NameIn<'ceremony'>;

const PREFIX = 'ceremony.';
const KEYS = (Object.keys(english) as TextKey[]).filter((key) => key.startsWith(PREFIX));

/** The messages as JSON, for the browser script of the page. `instead` replaces texts that do not fit the page. */
export function ceremonyTexts({ say }: Texts, instead: Partial<Record<CeremonyMessage, TextKey>> = {}): string {
  const messages = KEYS.map((key) => {
    const name = key.slice(PREFIX.length) as CeremonyMessage;
    return [name, say(instead[name] ?? key)];
  });
  return JSON.stringify(Object.fromEntries(messages));
}
