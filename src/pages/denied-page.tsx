import type { Frame } from './layout/frame.js';
import { Tile } from './layout/marks.js';
import { renderPage } from './layout/page.js';
import type { Application } from './layout/parts.js';

export interface DeniedPageProps {
  readonly application: Application;
  readonly username: string;
  readonly interactionId: string;
}

/** For whoever is signed in, but not permitted to use the application. */
export function deniedPage(frame: Frame, { application, username, interactionId }: DeniedPageProps): string {
  const { denied: texts } = frame.texts;
  return renderPage(
    frame,
    { title: texts.title },
    <section class="card card-joined">
      <Tile application={application} />
      <h1>{texts.heading(application.name)}</h1>
      <p class="lead">{texts.lead(username, application.name)}</p>
      <p class="lead">{texts.whatToDo(application.name)}</p>
      <form method="post" action="/denied" class="stack">
        <input type="hidden" name="interaction" value={interactionId} />
        <button type="submit" name="action" value="other-account" class="button">
          {texts.otherAccount}
        </button>
        <button type="submit" name="action" value="back" class="button button-quiet">
          {texts.back(application.name)}
        </button>
      </form>
    </section>,
  );
}
