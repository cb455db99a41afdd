import type { Frame } from '../layout/frame.js';
import { renderPage } from '../layout/page.js';
import { ACCOUNT_SECTIONS, type AccountSection } from '../texts/account-texts.js';
import { CATALOGUES } from '../texts/choose-texts.js';
import { type AccountApiKeys, ApiKeys } from './account-api-keys.js';
import { type AccountApplication, Applications } from './account-applications.js';
import type { AccountOutcome, SectionFrame } from './account-parts.js';
import { type AccountPasskey, Passkeys } from './account-passkeys.js';
import { type AccountProfile, Profile } from './account-profile.js';
import { Recovery } from './account-recovery.js';
import { type AccountSession, Sessions } from './account-sessions.js';

export interface AccountPageProps {
  readonly username: string;
  readonly name?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly passkeys: readonly AccountPasskey[];
  readonly codesLeft: number;
  readonly sessions: readonly AccountSession[];
  readonly applications: readonly AccountApplication[];
  readonly profile: AccountProfile;
  /** Absent for whoever has no role, and no key left from one. */
  readonly apiKeys?: AccountApiKeys | undefined;
  readonly signals: AccountSignals;
  readonly outcome?: AccountOutcome | undefined;
}

/** What the browser's passkey manager is told of the account that the page is of (WebAuthn Level 3 §5.1.10). */
export interface AccountSignals {
  readonly rpId: string;
  readonly userId: string;
  readonly name: string;
  readonly displayName: string;
  readonly credentialIds: readonly string[];
}

export function accountPage(frame: Frame, props: AccountPageProps): string {
  const { account: texts } = frame.texts;
  const { username, name, apiKeys, outcome } = props;
  const of: SectionFrame = { frame, timeZone: props.timeZone ?? 'UTC', outcome };
  return renderPage(
    frame,
    { title: texts.title, scripts: ['register', 'account'], width: 'wide', aside: <SignOut frame={frame} /> },
    <>
      <div class="greeting" id="account" data-signals={JSON.stringify(props.signals)}>
        <h1>{texts.heading(name ?? username)}</h1>
        {name !== undefined && (
          <p class="lead">
            {texts.signedInAs} <strong>{username}</strong>
          </p>
        )}
      </div>
      <div class="beside">
        <Contents
          frame={frame}
          sections={ACCOUNT_SECTIONS.filter((id) => id !== 'api-keys' || apiKeys !== undefined)}
        />
        <div class="sections">
          <Passkeys of={of} passkeys={props.passkeys} codesLeft={props.codesLeft} />
          <Recovery of={of} codesLeft={props.codesLeft} />
          <Sessions of={of} sessions={props.sessions} />
          <Applications of={of} applications={props.applications} />
          <Profile of={of} profile={props.profile} languages={CATALOGUES.map(({ lang }) => lang)} />
          {apiKeys !== undefined && <ApiKeys of={of} apiKeys={apiKeys} />}
        </div>
      </div>
    </>,
  );
}

function SignOut({ frame: { texts } }: { frame: Frame }) {
  return (
    <form method="post" action="/account">
      <button type="submit" name="action" value="sign-out" class="button button-quiet">
        {texts.account.signOut}
      </button>
    </form>
  );
}

function Contents({ frame: { texts }, sections }: { frame: Frame; sections: readonly AccountSection[] }) {
  const headings: Readonly<Record<AccountSection, string>> = {
    passkeys: texts.account.passkeys,
    recovery: texts.ownAccount.recovery.heading,
    sessions: texts.ownAccount.sessions.heading,
    applications: texts.ownAccount.applications.heading,
    profile: texts.ownAccount.profile.heading,
    'api-keys': texts.ownAccount.apiKeys.heading,
  };
  return (
    <nav class="contents-place" aria-label={texts.ownAccount.contents}>
      <ul class="contents">
        {sections.map((id) => (
          <li key={id}>
            <a href={`#${id}`}>{headings[id]}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
