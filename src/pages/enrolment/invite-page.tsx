import { NewAccountFields } from '../layout/account-fields.js';
import type { Frame } from '../layout/frame.js';
import { renderPage } from '../layout/page.js';
import { CeremonyButton, NeedsScript, OtherBrowser, SignOutOrStay, Status } from '../layout/parts.js';
import { SignedInAs } from '../layout/sentence.js';
import { ceremonyTexts } from '../texts/ceremony-texts.js';

interface InvitePageProps {
  /** The code from the URL of the invitation. */
  readonly code: string;
  /** The address of the invitation. The person can open it in another browser if this browser has no passkeys. */
  readonly address: string;
}

/** The page on which an invited person chooses a username and creates a passkey. */
export function invitePage(frame: Frame, { code, address }: InvitePageProps): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('invitation.title'), scripts: ['register'] },
    <section class="card">
      <h1>{say('invitation.title')}</h1>
      <p class="lead">{say('invitation.lead')}</p>
      <p class="lead" id="lead">
        {say('register.lead')}
      </p>
      <NeedsScript frame={frame} />
      <form id="ceremony" class="stack" data-invitation={code} data-messages={ceremonyTexts(frame.texts)}>
        <NewAccountFields frame={frame} />
        <Status />
        <CeremonyButton label={say('register.button')} tryLabel={say('common.tryPasskey')} />
      </form>
      <OtherBrowser frame={frame} address={address} />
      <p class="otherwise">
        {say('register.haveAccount')} <a href="/account">{say('register.signIn')}</a>
      </p>
    </section>,
  );
}

/** The page that an invitation opens in a browser in which a user is signed in. It asks which account to use. */
export function invitedElsewherePage(
  frame: Frame,
  { code, username }: Pick<InvitePageProps, 'code'> & { readonly username: string },
): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('invitation.signedInTitle') },
    <section class="card">
      <h1>{say('invitation.signedInTitle')}</h1>
      <SignedInAs texts={frame.texts} username={username} />
      <p class="lead">{say('invitation.signedInLead')}</p>
      <form method="post" action={`/invite/${code}`} class="stack">
        <SignOutOrStay frame={frame} />
      </form>
    </section>,
  );
}
