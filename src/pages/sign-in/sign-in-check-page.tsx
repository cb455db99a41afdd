import type { Frame } from '../layout/frame.js';
import { renderPage } from '../layout/page.js';
import { SignedInAs } from '../layout/sentence.js';
import { NewestShown, NewsList, type ShownNews } from './account-news.js';

interface CheckPageProps {
  readonly interactionId: string;
  readonly username: string;
}

/** The page after a sign-in that shows what happened to the account in other browsers. */
export function newsPage(
  frame: Frame,
  { interactionId, username, news }: CheckPageProps & { readonly news: readonly ShownNews[] },
): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('news.title') },
    <section class="card">
      <h1>{say('news.title')}</h1>
      <SignedInAs texts={frame.texts} username={username} />
      <p class="lead">{say('news.lead')}</p>
      <NewsList frame={frame} news={news} />
      <form method="post" action="/sign-in-check" class="stack">
        <input type="hidden" name="interaction" value={interactionId} />
        <NewestShown news={news} />
        <button type="submit" name="action" value="confirm" class="button">
          {say('news.confirm')}
        </button>
        <button type="submit" name="action" value="skip" class="button button-quiet">
          {say('nudge.skip')}
        </button>
      </form>
    </section>,
  );
}

/** The page after a sign-in that asks a user, whom a lost device would lock out, for a second way to sign in. */
export function nudgePage(frame: Frame, { interactionId, username }: CheckPageProps): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('nudge.title') },
    <section class="card">
      <h1>{say('nudge.title')}</h1>
      <SignedInAs texts={frame.texts} username={username} />
      <p class="lead">{say('nudge.lead')}</p>
      <form method="post" action="/sign-in-check" class="stack">
        <input type="hidden" name="interaction" value={interactionId} />
        <button type="submit" name="action" value="account" class="button">
          {say('nudge.add')}
        </button>
        <button type="submit" name="action" value="skip" class="button button-quiet">
          {say('nudge.skip')}
        </button>
      </form>
    </section>,
  );
}

/** The page after a recovery code was used in a sign-in. The account has earlier passkeys, which may be lost. */
export function recoveredPage(
  frame: Frame,
  { interactionId, username, application }: CheckPageProps & { readonly application: string },
): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('recovered.title') },
    <section class="card">
      <h1>{say('recovered.title')}</h1>
      <SignedInAs texts={frame.texts} username={username} />
      <p class="lead">{say('recovered.lead')}</p>
      <form method="post" action="/sign-in-check" class="stack">
        <input type="hidden" name="interaction" value={interactionId} />
        <button type="submit" name="action" value="account" class="button">
          {say('recovered.remove')}
        </button>
        <button type="submit" name="action" value="skip" class="button button-quiet">
          {say('account.continue', { application })}
        </button>
      </form>
    </section>,
  );
}
