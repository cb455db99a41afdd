import { countryName, deviceName, type NamedDevice } from './formatters.js';
import type { Frame } from './layout/frame.js';
import { LocalTime } from './layout/local-time.js';
import { renderPage } from './layout/page.js';
import type { TextKey } from './texts/texts.js';

export interface ReportedSessionProps extends NamedDevice {
  /** The code from the URL of the link. */
  readonly code: string;
  readonly address?: string | undefined;
  readonly country?: string | undefined;
  readonly createdAt: Date;
}

/**
 * The page that the link "This wasn't me" of a mail opens. It only asks: programs that check mails open all links, so
 * the button ends the session, and not the link.
 */
export function reportPage(
  frame: Frame,
  { code, address, country, createdAt, ...device }: ReportedSessionProps,
): string {
  const { texts } = frame;
  const { lang, say } = texts;
  const place = [
    ...(country === undefined ? [] : [countryName(lang, country)]),
    ...(address === undefined ? [] : [say('sessions.address', { address })]),
  ];
  return renderPage(
    frame,
    { title: say('report.title') },
    <section class="card">
      <h1>{say('report.title')}</h1>
      <p class="lead">{say('report.lead')}</p>
      <p>{say('report.passkey')}</p>
      <div class="notice">
        <p>
          <strong>{deviceName(texts, device) ?? say('sessions.unknownDevice')}</strong>
        </p>
        {place.length > 0 && <p>{place.join(' · ')}</p>}
        <p>
          <LocalTime texts={texts} at={createdAt} style="moment" text="sessions.signedIn" />
        </p>
      </div>
      <form method="post" action={`/report/${code}`} class="stack">
        <button type="submit" name="action" value="end" class="button">
          {say('report.button')}
        </button>
      </form>
    </section>,
  );
}

/** The page after the session was ended. */
export function reportedPage(frame: Frame): string {
  return accountAdvice(frame, 'report.doneTitle', 'report.doneLead');
}

/** The page of a link whose code is wrong, or whose session was deleted. */
export function unknownReportPage(frame: Frame): string {
  return accountAdvice(frame, 'error.link.title');
}

function accountAdvice(frame: Frame, title: TextKey, lead?: TextKey): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say(title) },
    <section class="card">
      <h1>{say(title)}</h1>
      {lead !== undefined && <p class="lead">{say(lead)}</p>}
      <p>{say('report.next')}</p>
      <a class="button" href="/account">
        {say('report.account')}
      </a>
    </section>,
  );
}
