import { deviceName, type NamedDevice } from './formatters.js';
import type { Frame } from './layout/frame.js';
import { LocalTime } from './layout/local-time.js';
import { renderPage } from './layout/page.js';
import type { Texts } from './texts/texts.js';

export interface ReportedSessionProps extends NamedDevice {
  /** The code from the URL of the link. */
  readonly code: string;
  readonly username: string;
  /** The passkey with which the session began, if the account still has it. */
  readonly passkey?: { readonly name: string; readonly isOnly: boolean } | undefined;
  readonly createdAt: Date;
  readonly endedAt?: Date | undefined;
}

/**
 * The page that the link "This wasn't me" of a mail opens. It only asks: programs that check mails open all links, so
 * the button ends the session, and not the link. The page may be opened on another device, so it names the browser.
 */
export function reportPage(frame: Frame, session: ReportedSessionProps): string {
  const { say } = frame.texts;
  const isEnded = session.endedAt !== undefined;
  const title = isEnded ? say('report.endedTitle', { device: nameOf(frame.texts, session) }) : say('report.title');
  return renderPage(
    frame,
    { title },
    <section class="card">
      <h1>{title}</h1>
      <SessionBox texts={frame.texts} session={session} />
      <p class="lead">{say(isEnded ? 'report.endedLead' : 'report.lead')}</p>
      {!isEnded && <p>{say('report.passkey')}</p>}
      <form method="post" action={`/report/${session.code}`} class="stack">
        <button type="submit" name="action" value="end" class={isEnded ? 'button button-quiet' : 'button'}>
          {say(isEnded ? 'report.endLater' : 'report.button')}
        </button>
      </form>
      {!isEnded && <p>{say('report.ifYou')}</p>}
    </section>,
  );
}

function SessionBox({ texts, session }: { texts: Texts; session: ReportedSessionProps }) {
  const { say } = texts;
  const { username, passkey, createdAt, endedAt } = session;
  return (
    <div class="notice">
      <p>
        <strong>{nameOf(texts, session)}</strong>
      </p>
      <p>{say('report.username', { username })}</p>
      {passkey !== undefined && <p>{say('report.usedPasskey', { passkey: passkey.name })}</p>}
      <p>
        <LocalTime texts={texts} at={createdAt} style="moment" text="sessions.signedIn" />
      </p>
      {endedAt !== undefined && (
        <p>
          <LocalTime texts={texts} at={endedAt} style="moment" text="report.ended" />
        </p>
      )}
    </div>
  );
}

interface ReportedPageProps extends ReportedSessionProps {
  /** Whether the deletion of the account was cancelled too. */
  readonly isKept: boolean;
}

/** The page after the session was ended. */
export function reportedPage(frame: Frame, session: ReportedPageProps): string {
  const { say } = frame.texts;
  const { passkey, isKept } = session;
  const title = say('report.doneTitle', { device: nameOf(frame.texts, session) });
  return renderPage(
    frame,
    { title },
    <section class="card">
      <h1>{title}</h1>
      <p class="lead">{say('report.doneLead')}</p>
      {isKept && <p>{say('report.kept')}</p>}
      <p>{say('report.next')}</p>
      {passkey !== undefined && (
        <p>{say(passkey.isOnly ? 'report.onlyPasskey' : 'report.removePasskey', { passkey: passkey.name })}</p>
      )}
      <p>{say('report.mail')}</p>
      <AccountLink texts={frame.texts} />
    </section>,
  );
}

/** The page of a link whose code is wrong, or whose session was deleted. */
export function unknownReportPage(frame: Frame): string {
  const { say } = frame.texts;
  const title = say('error.link.title');
  return renderPage(
    frame,
    { title },
    <section class="card">
      <h1>{title}</h1>
      <p class="lead">{say('report.invalidLead')}</p>
      <p>{say('report.next')}</p>
      <AccountLink texts={frame.texts} />
    </section>,
  );
}

function AccountLink({ texts: { say } }: { texts: Texts }) {
  return (
    <a class="button" href="/account">
      {say('report.account')}
    </a>
  );
}

function nameOf(texts: Texts, device: NamedDevice): string {
  return deviceName(texts, device) ?? texts.say('sessions.unknownDevice');
}
