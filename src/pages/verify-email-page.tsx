import type { Frame } from './layout/frame.js';
import { renderPage } from './layout/page.js';
import { SignOutOrStay } from './layout/parts.js';
import { SignedInAs } from './layout/sentence.js';
import type { TextKey } from './texts/texts.js';

interface VerifyEmailProps {
  /** The code from the URL of the link. */
  readonly code: string;
  readonly username: string;
}

/** The page that the link in a verification mail opens. Only its button verifies the address. */
export function verifyEmailPage(
  frame: Frame,
  { code, username, email }: VerifyEmailProps & { readonly email: string },
): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('verifyEmail.title') },
    <section class="card">
      <h1>{say('verifyEmail.title')}</h1>
      <SignedInAs texts={frame.texts} username={username} />
      <p class="lead">{say('verifyEmail.lead', { email })}</p>
      <p>{say('verifyEmail.warning')}</p>
      <form method="post" action={`/verify-email/${code}`} class="stack">
        <button type="submit" name="action" value="verify" class="button">
          {say('verifyEmail.button')}
        </button>
        <a class="button button-quiet" href="/account">
          {say('verifyEmail.cancel')}
        </a>
      </form>
    </section>,
  );
}

const PROBLEMS = {
  other_account: 'verifyEmail.otherAccount',
  used: 'verifyEmail.used',
  expired: 'verifyEmail.expired',
  changed: 'verifyEmail.changed',
  taken: 'verifyEmail.taken',
} as const satisfies Readonly<Record<string, TextKey>>;

/** The page of a link that does not verify an address. It says why, and what to do. */
export function verifyEmailRefusedPage(
  frame: Frame,
  { code, username, problem }: VerifyEmailProps & { readonly problem: keyof typeof PROBLEMS },
): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('verifyEmail.refused') },
    <section class="card">
      <h1>{say('verifyEmail.refused')}</h1>
      <SignedInAs texts={frame.texts} username={username} />
      <p class="lead">{say(PROBLEMS[problem])}</p>
      {problem === 'other_account' ? (
        <form method="post" action={`/verify-email/${code}`} class="stack">
          <SignOutOrStay frame={frame} />
        </form>
      ) : (
        <a class="button" href="/account#profile">
          {say('error.home')}
        </a>
      )}
    </section>,
  );
}

/** The page of a link whose code is incomplete. */
export function unknownVerificationPage(frame: Frame): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('verifyEmail.refused') },
    <section class="card">
      <h1>{say('verifyEmail.refused')}</h1>
      <p class="lead">{say('verifyEmail.incomplete')}</p>
      <a class="button" href="/account">
        {say('error.home')}
      </a>
    </section>,
  );
}
