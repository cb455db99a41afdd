/**
 * This folder contains the pages on which users get a passkey without being signed in: with an enrolment link, an
 * invitation or a recovery code. A page must not know who made a link. To understand this folder, read this file first.
 */

import { NewAccountFields } from '../layout/account-fields.js';
import type { Frame } from '../layout/frame.js';
import { renderPage } from '../layout/page.js';
import { CeremonyButton, NeedsScript, OtherBrowser, SignOutOrStay, Status } from '../layout/parts.js';
import { SignedInAs } from '../layout/sentence.js';
import { ceremonyTexts } from '../texts/ceremony-texts.js';

export interface EnrollPageProps {
  /** The code from the URL of the enrolment link. */
  readonly code: string;
  /**
   * The name of the user who gets the passkey. Missing if the link is for the first owner, who has no account yet and
   * chooses a username.
   */
  readonly forWhom?: string | undefined;
  /** Whether using the link ends sessions of the user. */
  readonly endsSessions?: boolean;
  /** Whether the user has other enrolment links, which stop working. */
  readonly otherLinksStop?: boolean;
  /** The names of the user's API keys, which stop working when the link is used. */
  readonly keysThatStop?: readonly string[];
}

interface AddressProps {
  /**
   * The address of the enrolment link. The user can open it in another browser if this browser does not support
   * passkeys.
   */
  readonly address: string;
}

export function enrollPage(
  frame: Frame,
  {
    code,
    forWhom,
    endsSessions = false,
    otherLinksStop = false,
    keysThatStop = [],
    address,
  }: EnrollPageProps & AddressProps,
): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('enrolment.title'), scripts: ['register'] },
    <section class="card">
      <h1>{say('enrolment.title')}</h1>
      {forWhom === undefined ? (
        <p class="lead">{say('enrolment.firstOwnerLead')}</p>
      ) : (
        <>
          <p class="notice">{say('enrolment.forWhom', { name: forWhom })}</p>
          <p class="lead" id="lead">
            {say('enrolment.lead')}
          </p>
          {endsSessions && (
            <p class="lead">
              {say('enrolment.signedOut')} {say('enrolment.applicationsEnd')}
            </p>
          )}
          {otherLinksStop && <p class="lead">{say('enrolment.linksStop')}</p>}
          {keysThatStop.length > 0 && <KeysThatStop frame={frame} names={keysThatStop} />}
        </>
      )}
      <NeedsScript frame={frame} />
      <form id="ceremony" class="stack" data-enrolment={code} data-messages={ceremonyTexts(frame.texts)}>
        {forWhom === undefined && <NewAccountFields frame={frame} username="owner" />}
        <Status />
        <CeremonyButton label={say('enrolment.button')} tryLabel={say('common.tryPasskey')} />
      </form>
      <OtherBrowser frame={frame} address={address} />
      {/* The script shows this link if the enrolment link has become invalid while the page was open. */}
      <p class="otherwise" id="sign-in" hidden>
        <a href="/account">{say('register.signIn')}</a>
      </p>
    </section>,
  );
}

function KeysThatStop({ frame, names }: { frame: Frame; names: readonly string[] }) {
  return (
    <div class="notice">
      <p>{frame.texts.say('enrolment.keysStop')}</p>
      <ul>
        {names.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </div>
  );
}

export interface OtherAccountPageProps extends EnrollPageProps {
  /** The username of the user who is signed in in this browser. */
  readonly username: string;
}

/**
 * The page that an enrolment link opens in a browser in which another user is signed in. It asks which account to use.
 */
export function otherAccountPage(frame: Frame, { code, forWhom, username }: OtherAccountPageProps): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('enrolment.otherAccountTitle') },
    <section class="card">
      <h1>{say('enrolment.otherAccountTitle')}</h1>
      <SignedInAs texts={frame.texts} username={username} />
      <p class="notice">
        {forWhom === undefined ? say('enrolment.forFirstOwner') : say('enrolment.forWhom', { name: forWhom })}
      </p>
      <p class="lead">{say('enrolment.otherAccountLead')}</p>
      <form method="post" action={`/enroll/${code}`} class="stack">
        <SignOutOrStay frame={frame} />
      </form>
    </section>,
  );
}
