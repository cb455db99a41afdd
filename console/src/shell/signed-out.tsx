import type { Texts } from '../texts/texts.js';

export interface SignedOutProps {
  readonly texts: Texts;
  /** Why the user sees this. */
  readonly reason: string;
  readonly signIn: () => void;
}

/** Replaces the screens if no user is signed in, or if the user may not use the console. */
export function SignedOut({ texts, reason, signIn }: SignedOutProps) {
  return (
    <main id="content" class="signed-out">
      <h1>{texts.say('signIn.title')}</h1>
      <p>{reason}</p>
      <button type="button" class="main" onClick={signIn}>
        {texts.say('signIn.button')}
      </button>
    </main>
  );
}
