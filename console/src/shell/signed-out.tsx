import type { Texts } from '../texts/texts.js';

export interface SignedOutProps {
  readonly texts: Texts;
  /** Why the user sees this. */
  readonly reason: string;
  /** The label of the button, and what it does. */
  readonly label: string;
  readonly act: () => void;
}

/** Replaces the screens if no user is signed in, if the user may not use the console, or if the server is in trouble. */
export function SignedOut({ texts, reason, label, act }: SignedOutProps) {
  return (
    <main id="content" class="signed-out">
      <h1>{texts.say('signIn.title')}</h1>
      <p>{reason}</p>
      <button type="button" class="main" onClick={act}>
        {label}
      </button>
    </main>
  );
}
