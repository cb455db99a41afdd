import type { Texts } from '../texts/texts.js';

export interface SignedOutProps {
  readonly texts: Texts;
  readonly title: string;
  /** Why the user sees this. */
  readonly reason: string | undefined;
  /** The label of the button, and what it does. */
  readonly label: string;
  readonly act: () => void;
  /** Whether the user is signed in, and can go to the account page. */
  readonly hasAccount?: boolean;
}

/** Replaces the screens if no user is signed in, if the user may not use the console, or if the server is in trouble. */
export function SignedOut({ texts, title, reason, label, act, hasAccount = false }: SignedOutProps) {
  return (
    <main id="content" class="signed-out">
      <h1>{title}</h1>
      <p>{reason}</p>
      <p class="line">
        <button type="button" class="main" onClick={act}>
          {label}
        </button>
        {hasAccount && <a href="/account">{texts.say('shell.account')}</a>}
      </p>
    </main>
  );
}
