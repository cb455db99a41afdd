/**
 * The account page, on which users manage their own account. Each section has its own file. `account-parts.tsx` has
 * components that the sections share, and `account-outcome.ts` lists the possible results of a form. The values come
 * from `handlers/account/account-view.ts`.
 */
import type { Frame } from '../layout/frame.js';
import { renderPage } from '../layout/page.js';
import { SignedInAs } from '../layout/sentence.js';
import { News, type ShownNews } from '../sign-in/account-news.js';
import type { TextKey } from '../texts/texts.js';
import { type AccountActivity, Activity } from './account-activity.js';
import { type AccountApiKeys, ApiKeys } from './account-api-keys.js';
import { type AccountApplication, Applications } from './account-applications.js';
import { type AccountDeletion, Data, DeletionNotice, isNewlyPlanned } from './account-data.js';
import { Language } from './account-language.js';
import { Launcher, type LauncherEntry } from './account-launcher.js';
import {
  ACCOUNT_SECTIONS,
  type AccountList,
  type AccountOutcome,
  type AccountSection,
  type ListPlace,
} from './account-outcome.js';
import type { SectionFrame } from './account-parts.js';
import { type AccountPasskey, Passkeys } from './account-passkeys.js';
import { Profile } from './account-profile.js';
import type { AccountProfile } from './account-profile-fields.js';
import { Recovery } from './account-recovery.js';
import { type AccountSession, Sessions } from './account-sessions.js';

export interface AccountPageProps {
  readonly username: string;
  readonly name?: string | undefined;
  readonly timeZone?: string | undefined;
  /** The applications that the user may open. If there are none, the page has no section for them. */
  readonly launcher?: readonly LauncherEntry[] | undefined;
  /** What happened to the account in other browsers. Missing after a rejected form. */
  readonly news?: readonly ShownNews[];
  /** Whether the page has the button that confirms the news. */
  readonly canConfirmNews?: boolean;
  /** The sign-in that the user interrupted. Missing if there is none, or after a rejected form. */
  readonly interrupted?: InterruptedSignIn | undefined;
  readonly passkeys: readonly AccountPasskey[];
  readonly codesLeft: number;
  readonly sessions: readonly AccountSession[];
  readonly deletion: AccountDeletion;
  readonly activity: readonly AccountActivity[];
  readonly applications: readonly AccountApplication[];
  readonly profile: AccountProfile;
  /** Whether the page offers to send a mail that verifies the e-mail address. */
  readonly canVerifyEmail: boolean;
  /** Present if the user gets the groups of an invitation once an address of this domain is verified. */
  readonly awaitedDomain?: string | undefined;
  /**
   * The API keys of the user. If the user is not an administrator and has no API keys from an earlier role, this
   * property is missing and the page has no section for API keys.
   */
  readonly apiKeys?: AccountApiKeys | undefined;
  readonly lists: Readonly<Record<AccountList, ListPlace>>;
  readonly signals: AccountSignals;
  readonly outcome?: AccountOutcome | undefined;
  /** Whether the user is an owner and some of the first steps of the server are left. */
  readonly isSetupOpen: boolean;
  /** Whether the user has an administration role, so that the page has a link to the console. */
  readonly isAdministrator: boolean;
}

/** A sign-in at an application that waits while the user changes the account. */
export interface InterruptedSignIn {
  readonly application: string;
  /** Where the sign-in continues. */
  readonly url: string;
}

/**
 * The passkeys and names of the user. The page's script reports them to the browser's passkey manager (WebAuthn Level 3
 * §5.1.10).
 */
export interface AccountSignals {
  readonly rpId: string;
  readonly userId: string;
  readonly name: string;
  readonly displayName: string;
  readonly credentialIds: readonly string[];
}

export function accountPage(frame: Frame, props: AccountPageProps): string {
  const { say } = frame.texts;
  const { username, name, launcher, apiKeys, news = [], canConfirmNews = false } = props;
  const canChooseLanguage = props.profile.editable.includes('locale');
  const isShown = { launcher: launcher !== undefined, language: canChooseLanguage, 'api-keys': apiKeys !== undefined };
  const of: SectionFrame = { frame, timeZone: props.timeZone, outcome: props.outcome };
  return renderPage(
    frame,
    { title: say('account.title'), scripts: ['register', 'account'], width: 'wide', aside: <SignOut frame={frame} /> },
    <>
      <div class="greeting" id="account" data-account={username} data-signals={JSON.stringify(props.signals)}>
        <h1>{say('account.heading', { name: name ?? username })}</h1>
        {name !== undefined && <SignedInAs texts={frame.texts} username={username} />}
        {props.isAdministrator && (
          <p>
            <a class="button button-quiet" href="/console">
              {say('account.console')}
            </a>
          </p>
        )}
      </div>
      {props.interrupted !== undefined && (
        <p class="notice notice-advice">
          {say('account.signingIn', { application: props.interrupted.application })}{' '}
          <a href={props.interrupted.url}>{say('account.continue', { application: props.interrupted.application })}</a>
        </p>
      )}
      {props.isSetupOpen && (
        <p class="notice notice-advice">
          {say('setup.open')} <a href="/console">{say('setup.continue')}</a>
        </p>
      )}
      {props.awaitedDomain !== undefined && (
        <p class="notice notice-advice">
          {say('invitation.incomplete', { domain: props.awaitedDomain })}{' '}
          <a href="#profile">{say('profile.heading')}</a>
        </p>
      )}
      {!isNewlyPlanned({ of, deletion: props.deletion }) && <DeletionNotice of={of} deletion={props.deletion} />}
      <div class="beside">
        <Contents
          frame={frame}
          sections={ACCOUNT_SECTIONS.filter((id) => !(id in isShown) || isShown[id as keyof typeof isShown])}
        />
        <div class="sections">
          {news.length > 0 && <News frame={frame} news={news} canConfirm={canConfirmNews} timeZone={props.timeZone} />}
          {launcher !== undefined && <Launcher of={of} entries={launcher} place={props.lists.launcher} />}
          <Passkeys
            of={of}
            passkeys={props.passkeys}
            codesLeft={props.codesLeft}
            hasApiKeys={apiKeys !== undefined && apiKeys.keys.length > 0}
          />
          <Recovery of={of} codesLeft={props.codesLeft} />
          <Sessions of={of} sessions={props.sessions} place={props.lists.sessions} />
          <Activity of={of} entries={props.activity} place={props.lists.activity} />
          <Applications of={of} applications={props.applications} place={props.lists.applications} />
          <Profile of={of} profile={props.profile} canVerifyEmail={props.canVerifyEmail} />
          {canChooseLanguage && <Language of={of} current={props.profile.fields.locale} />}
          {apiKeys !== undefined && <ApiKeys of={of} apiKeys={apiKeys} place={props.lists['api-keys']} />}
          <Data of={of} deletion={props.deletion} />
        </div>
      </div>
    </>,
  );
}

function SignOut({ frame: { texts } }: { frame: Frame }) {
  return (
    <form method="post" action="/account">
      <button type="submit" name="action" value="sign-out" class="button button-quiet">
        {texts.say('account.signOut')}
      </button>
    </form>
  );
}

const HEADINGS: Readonly<Record<AccountSection, TextKey>> = {
  launcher: 'launcher.heading',
  passkeys: 'passkeys.heading',
  recovery: 'recovery.heading',
  sessions: 'sessions.heading',
  activity: 'activity.heading',
  applications: 'applications.heading',
  profile: 'profile.heading',
  language: 'language.heading',
  'api-keys': 'apiKeys.heading',
  data: 'data.heading',
};

function Contents({ frame: { texts }, sections }: { frame: Frame; sections: readonly AccountSection[] }) {
  return (
    <nav class="contents-place" aria-label={texts.say('account.contents')}>
      <ul class="contents">
        {sections.map((id) => (
          <li key={id}>
            <a href={`#${id}`}>{texts.say(HEADINGS[id])}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
