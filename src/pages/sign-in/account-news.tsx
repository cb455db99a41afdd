import { countryName, deviceName, type NamedDevice } from '../formatters.js';
import type { Frame } from '../layout/frame.js';
import { LocalTime } from '../layout/local-time.js';

/** Something that happened to the account in another browser. */
export interface ShownNews extends NamedDevice {
  /** The name of the passkey that was added. Missing if a new browser signed in. */
  readonly passkey?: string | undefined;
  readonly at: Date;
  readonly address?: string | undefined;
  readonly country?: string | undefined;
  /** The code of the page with which the user ends the session. Missing if the session has ended. */
  readonly reportCode?: string | undefined;
}

interface NewsProps {
  readonly frame: Frame;
  readonly news: readonly ShownNews[];
  readonly timeZone?: string | undefined;
}

/** A list of what happened, each with the link "This wasn't me". */
export function NewsList({ frame: { texts }, news, timeZone }: NewsProps) {
  const { say } = texts;
  return (
    <ul class="stack unmarked">
      {news.map(({ passkey, at, address, country, reportCode, ...device }) => {
        const place = [
          ...(country === undefined ? [] : [countryName(texts.lang, country)]),
          ...(address === undefined ? [] : [say('sessions.address', { address })]),
        ];
        const named = deviceName(texts, device);
        return (
          <li key={`${at.getTime()}${passkey}`} class="notice notice-advice">
            <p>
              <strong>{passkey === undefined ? say('news.browser') : say('news.passkey', { name: passkey })}</strong>
            </p>
            <p>
              <LocalTime texts={texts} at={at} style="moment" timeZone={timeZone} />
            </p>
            {named !== undefined && <p>{named}</p>}
            {place.length > 0 && <p>{place.join(' · ')}</p>}
            <p class="folds">
              <a href={reportCode === undefined ? '/account#passkeys' : `/report/${reportCode}`}>{say('mail.notMe')}</a>
            </p>
          </li>
        );
      })}
    </ul>
  );
}

/** The card above the sections of the account page. */
export function News({ frame, news, timeZone, canConfirm }: NewsProps & { readonly canConfirm: boolean }) {
  const { say } = frame.texts;
  return (
    <section class="card" aria-labelledby="news">
      <h2 id="news">{say('news.title')}</h2>
      <p class="lead">{say('news.lead')}</p>
      <NewsList frame={frame} news={news} timeZone={timeZone} />
      {canConfirm ? (
        <form method="post" action="/account" class="stack">
          <NewestShown news={news} />
          <button type="submit" name="action" value="confirm-news" class="button button-quiet">
            {say('news.confirm')}
          </button>
        </form>
      ) : (
        <p class="hint">{say('news.elsewhere')}</p>
      )}
    </section>
  );
}

/** The form confirms only what the page shows. */
export function NewestShown({ news }: Pick<NewsProps, 'news'>) {
  return <input type="hidden" name="newest" value={Math.max(...news.map(({ at }) => at.getTime()))} />;
}
