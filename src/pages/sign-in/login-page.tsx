/**
 * This folder contains the pages of a sign-in at an application, from the choice of an account to the consent, and the
 * pages of signing out. It must not know how a sign-in is decided. To understand this folder, read this file first.
 */

import { LRUCache } from 'lru-cache';
import type { Assets } from '../layout/assets.js';
import type { Application, Frame } from '../layout/frame.js';
import { Tile } from '../layout/marks.js';
import { renderPage } from '../layout/page.js';
import { CeremonyButton, NeedsScript, OtherBrowser, Status, UsernameField } from '../layout/parts.js';
import { ceremonyTexts } from '../texts/ceremony-texts.js';
import type { TextKey } from '../texts/texts.js';

export interface LoginPageProps {
  /** The application to which the user signs in. Missing if the user signs in to their own account page. */
  readonly application?: Application | undefined;
  readonly interactionId?: string | undefined;
  readonly loginHint?: string | undefined;
  /**
   * Set if the application needs a passkey that is bound to one device. `refused` if the user has just signed in with
   * another one.
   */
  readonly boundPasskey?: 'needed' | 'refused';
  /**
   * The URL of the page on which a new user creates an account. Missing if the application does not allow registration.
   */
  readonly registerUrl?: string | undefined;
  /**
   * The notice that the page shows if the user is not signing in to an application. It says that the user has just
   * signed out, has to sign in again before the account page goes on, or opened the link in a verification mail.
   */
  readonly notice?: keyof typeof NOTICES | undefined;
  /**
   * The page to open after the sign-in. If this property is missing, the server's response to the sign-in names the
   * page.
   */
  readonly next?: string | undefined;
  readonly recoverUrl: string;
  /**
   * The address that the user can open in another browser if this browser does not support passkeys. See
   * `OtherBrowser`.
   */
  readonly address?: string | undefined;
}

const NOTICES = {
  signedOut: 'signIn.signedOut',
  again: 'signIn.again',
  verifyEmail: 'signIn.verifyEmail',
} as const satisfies Readonly<Record<string, TextKey>>;

const MAX_RENDERED_PAGES = 200;
const renderedPages = new WeakMap<Assets, LRUCache<string, string>>();

/** In HTML and JSON, a text of these characters is written as it is. */
const NEEDS_NO_ESCAPES = /^[\w-]+$/;

/** Stands for the id of the interaction in a page that several users get. */
const PLACE = 'the-id-of-the-interaction-of-one-browser---';

/**
 * Returns the sign-in page. The page of an application is rendered once for each language, and then gets the id of the
 * interaction of each user. A page with a login hint is only for one user, so it is not kept.
 */
export function loginPage(frame: Frame, props: LoginPageProps): string {
  const { interactionId, loginHint } = props;
  if (interactionId === undefined || loginHint !== undefined || !NEEDS_NO_ESCAPES.test(interactionId))
    return render(frame, props);
  const { texts, brand, assets } = frame;
  const shared = JSON.stringify(props).replaceAll(interactionId, PLACE);
  const pages = renderedPages.get(assets) ?? new LRUCache<string, string>({ max: MAX_RENDERED_PAGES });
  renderedPages.set(assets, pages);
  const key = JSON.stringify([texts.lang, brand, shared]);
  const page = pages.get(key) ?? render(frame, JSON.parse(shared));
  pages.set(key, page);
  return page.replaceAll(PLACE, interactionId);
}

function render(frame: Frame, props: LoginPageProps): string {
  const { say } = frame.texts;
  const { application, boundPasskey, notice, registerUrl, recoverUrl } = props;
  return renderPage(
    frame,
    { title: say('signIn.title'), scripts: ['login'] },
    <section class={application === undefined ? 'card' : 'card card-joined'}>
      {application !== undefined && <Tile application={application} />}
      <h1>
        {application === undefined
          ? say(notice === 'again' ? 'signIn.headingAgain' : 'signIn.heading')
          : say('signIn.headingFor', { application: application.name })}
      </h1>
      {notice !== 'again' && (
        <p class="lead" id="lead">
          {say('signIn.lead')}
        </p>
      )}
      {application !== undefined && boundPasskey !== undefined && (
        <p class="notice notice-advice" role={boundPasskey === 'refused' ? 'alert' : undefined}>
          {say('signIn.deviceBound', { application: application.name })}
          {boundPasskey === 'refused' && ` ${say('signIn.otherPasskey')}`}
        </p>
      )}
      {notice !== undefined && <p class="notice">{say(NOTICES[notice])}</p>}
      <NeedsScript frame={frame} />
      <SignInForm frame={frame} props={props} />
      {/* The script hides links to pages that create a passkey if the browser does not support passkeys. */}
      <div class="otherwise">
        {registerUrl !== undefined && (
          <p data-needs-passkeys>
            {say('signIn.newHere')} <a href={registerUrl}>{say('signIn.createAccount')}</a>
          </p>
        )}
        <p data-needs-passkeys>
          {say('signIn.lostPasskey')} <a href={recoverUrl}>{say('signIn.useRecoveryCode')}</a>
        </p>
        {notice === 'again' && (
          <p>
            <a href="/account">{say('error.home')}</a>
          </p>
        )}
      </div>
    </section>,
  );
}

/**
 * The form with which the user signs in. It contains several hidden hints, and the page's script shows the hints that
 * apply to the user's device.
 */
function SignInForm({ frame, props }: { frame: Frame; props: LoginPageProps }) {
  const { interactionId, boundPasskey, next, notice, loginHint, address } = props;
  const { say } = frame.texts;
  const messages = ceremonyTexts(frame.texts, {
    cancelled: 'signInProblem.cancelled',
    notCapable: 'signInProblem.notCapable',
    invalid_credential: 'signInProblem.invalid_credential',
  });
  return (
    <>
      <form
        id="ceremony"
        class="stack button-first"
        data-interaction={interactionId}
        data-next={next}
        data-any-device={boundPasskey === undefined ? undefined : ''}
        data-again={notice === 'again' ? '' : undefined}
        data-messages={messages}
      >
        <Status />
        <CeremonyButton label={say('signIn.button')} />
        {/* The script hides this field if the browser does not support autofill. */}
        <div id="autofill" class="autofill">
          <UsernameField
            frame={frame}
            hint={say('signIn.usernameHint')}
            value={loginHint}
            autocomplete="username webauthn"
          />
        </div>
        <p class="hint" id="elsewhere" hidden>
          {say('signIn.elsewhere')}
        </p>
      </form>
      <OtherBrowser frame={frame} address={address} />
      <ConfirmAccount frame={frame} />
    </>
  );
}

/** The placeholder that the page's script replaces by the username. */
const USERNAME = '{username}';

/**
 * Asks the user whether to continue, because the username of the passkey differs from the username that the user typed.
 */
function ConfirmAccount({ frame: { texts } }: { frame: Frame }) {
  const { say } = texts;
  return (
    <div id="confirm" class="stack" hidden>
      <p class="notice" role="status" data-text={say('signIn.confirmAccount', { username: USERNAME })} />
      <button
        type="button"
        class="button"
        value="continue"
        data-text={say('signIn.continueAs', { username: USERNAME })}
      >
        {say('signIn.continueAs', { username: USERNAME })}
      </button>
      <button type="button" class="button button-quiet" value="other-account">
        {say('common.otherAccount')}
      </button>
    </div>
  );
}
