import type { Application, Frame } from '../layout/frame.js';
import { Tile } from '../layout/marks.js';
import { OutsideLink } from '../layout/outside-link.js';
import { renderPage } from '../layout/page.js';
import { Sentence } from '../layout/sentence.js';

export interface DeniedPageProps {
  readonly application: Application;
  readonly username: string;
  readonly interactionId: string;
  /** Whether the application can receive the answer of a user who goes back to it. */
  readonly canGoBack: boolean;
}

/** The page for a signed-in user who may not use the application. */
export function deniedPage(frame: Frame, { application, username, interactionId, canGoBack }: DeniedPageProps): string {
  const { say } = frame.texts;
  const { name } = application;
  const { support } = frame.brand.links ?? {};
  return renderPage(
    frame,
    { title: say('denied.title') },
    <section class="card card-joined">
      <Tile application={application} />
      <h1>{say('denied.heading', { application: name })}</h1>
      <p class="lead">
        <Sentence text={(value) => say('denied.lead', { username: value, application: name })}>
          <strong>{username}</strong>
        </Sentence>
      </p>
      <p class="lead">
        {support === undefined ? (
          say('denied.whatToDo', { application: name })
        ) : (
          <Sentence text={(value) => say('denied.ask', { contact: value })}>
            <OutsideLink url={support.url}>{support.text}</OutsideLink>
          </Sentence>
        )}
      </p>
      <form method="post" action="/denied" class="stack">
        <input type="hidden" name="interaction" value={interactionId} />
        <button type="submit" name="action" value="other-account" class="button">
          {say('common.otherAccount')}
        </button>
        {canGoBack && (
          <button type="submit" name="action" value="back" class="button button-quiet">
            {say('denied.back', { application: name })}
          </button>
        )}
      </form>
    </section>,
  );
}

export interface DeclinedPageProps {
  readonly application: Application;
  /** Where the user can begin again. */
  readonly restartUrl: string;
}

/** The page for a user who declined, if the application cannot receive this. */
export function declinedPage(frame: Frame, { application, restartUrl }: DeclinedPageProps): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('denied.title') },
    <section class="card card-joined">
      <Tile application={application} />
      <h1>{say('denied.title')}</h1>
      <p class="lead">{say('device.deniedLead')}</p>
      <div class="stack">
        <a class="button" href={restartUrl}>
          {say('error.restart', { application: application.name })}
        </a>
      </div>
    </section>,
  );
}
