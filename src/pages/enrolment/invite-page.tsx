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
  /** The domain of which the person must have an e-mail address. */
  readonly emailDomain?: string | undefined;
  /** Whether the person has to enter an e-mail address. */
  readonly asksEmail: boolean;
  readonly requiresApproval: boolean;
  /** Whether the server can send mails. */
  readonly sendsMails: boolean;
}

/** The page on which an invited person chooses a username and creates a passkey. */
export function invitePage(frame: Frame, props: InvitePageProps): string {
  const { say } = frame.texts;
  const { code, address, emailDomain: domain, requiresApproval } = props;
  const problem = domain === undefined ? {} : { email_invalid: say('invitation.emailProblem', { domain }) };
  return renderPage(
    frame,
    { title: say('invitation.title'), scripts: ['register'] },
    <section class="card">
      <h1>{say('invitation.title')}</h1>
      <p class="lead">{say('invitation.lead')}</p>
      {requiresApproval && <p class="notice notice-advice">{say('invitation.approvalLead')}</p>}
      <p class="lead" id="lead">
        {say('register.lead')}
      </p>
      <NeedsScript frame={frame} />
      <form
        id="ceremony"
        class="stack"
        data-invitation={code}
        data-approval={requiresApproval || undefined}
        data-messages={ceremonyTexts(frame.texts, {}, problem)}
      >
        <NewAccountFields frame={frame} email={emailField(frame, props)} />
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

function emailField({ texts: { say } }: Frame, props: InvitePageProps) {
  const { emailDomain: domain, asksEmail, requiresApproval, sendsMails } = props;
  if (domain !== undefined) return { isRequired: true, hint: say('invitation.emailHint', { domain }) };
  if (!requiresApproval || !sendsMails) return asksEmail ? { isRequired: true } : undefined;
  return { isRequired: asksEmail, hint: say('invitation.approvalEmailHint') };
}

/** The page after a registration that an administrator has to approve. */
export function requestedPage(frame: Frame, { getsMail }: { readonly getsMail: boolean }): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('invitation.requestedTitle') },
    <section class="card">
      <h1>{say('invitation.requestedTitle')}</h1>
      <p class="lead">{say('invitation.requestedLead')}</p>
      <p>{say(getsMail ? 'invitation.requestedMail' : 'invitation.requestedAsk')}</p>
      {getsMail && <p class="hint">{say('invitation.wrongEmail')}</p>}
      <p class="otherwise">
        <a href="/login">{say('register.signIn')}</a>
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
