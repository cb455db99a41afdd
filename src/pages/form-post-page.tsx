import type { Frame } from './layout/frame.js';
import { renderPage } from './layout/page.js';

export interface FormPostPageProps {
  /** The URL to which the browser posts the form. */
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * A page with a form that the browser posts at once, for example to send a response to the application (OAuth 2.0 Form
 * Post Response Mode §2).
 */
export function formPostPage(frame: Frame, { action, parameters }: FormPostPageProps): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('formPost.title'), scripts: ['form-post'] },
    <section class="card">
      <h1>{say('formPost.title')}</h1>
      <p class="lead">{say('formPost.lead', { host: new URL(action).host })}</p>
      <Stuck frame={frame} />
      <form id="form-post" method="post" action={action} class="stack">
        {Object.entries(parameters).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button type="submit" class="button">
          {say('formPost.button')}
        </button>
      </form>
    </section>,
  );
}

/** Says what to do if the browser does not post the form because JavaScript is off. */
function Stuck({ frame: { texts } }: { frame: Frame }) {
  return (
    <noscript>
      <p class="lead">{texts.say('formPost.stuck')}</p>
    </noscript>
  );
}

/** A page that sends a form again, because the form was interrupted while the user confirmed who they are. */
export function resumePage(frame: Frame, ticket: string): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('formPost.title'), scripts: ['form-post'] },
    <section class="card">
      <h1>{say('formPost.title')}</h1>
      <p class="lead">{say('formPost.resume')}</p>
      <Stuck frame={frame} />
      <form id="form-post" method="post" action="/account" class="stack">
        <input type="hidden" name="action" value="resume" />
        <input type="hidden" name="form" value={ticket} />
        <button type="submit" class="button">
          {say('formPost.button')}
        </button>
      </form>
    </section>,
  );
}
