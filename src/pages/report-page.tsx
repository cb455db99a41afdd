import { countryName, deviceName, type NamedDevice } from './formatters.js';
import type { Frame } from './layout/frame.js';
import { LocalTime } from './layout/local-time.js';
import { renderPage } from './layout/page.js';

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

/** The page after the session was ended, or if the link is no longer valid. */
export function reportedPage(frame: Frame): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('report.doneTitle') },
    <section class="card">
      <h1>{say('report.doneTitle')}</h1>
      <p class="lead">{say('report.doneLead')}</p>
      <p>{say('report.next')}</p>
      <a class="button" href="/account">
        {say('report.account')}
      </a>
    </section>,
  );
}
