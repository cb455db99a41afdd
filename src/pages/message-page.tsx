import type { Frame } from './layout/frame.js';
import { renderPage } from './layout/page.js';

/** The page that the user sees after signing out, unless the server redirects the user to an application. */
export function signedOutPage(frame: Frame): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('signedOut.title') },
    <section class="card">
      <h1>{say('signedOut.title')}</h1>
      <p class="lead">{say('signedOut.lead')}</p>
      <p class="otherwise">
        <a href="/login">{say('signedOut.again')}</a>
      </p>
    </section>,
  );
}

const ENROLMENT_PATH = '/enroll/…';

/**
 * The start page of a server that has no owner yet. It says where to find the link with which the first owner
 * registers.
 */
export function noOwnerPage(frame: Frame, { origin }: { readonly origin: string }): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('noOwner.title') },
    <section class="card">
      <h1>{say('noOwner.title')}</h1>
      <p class="lead">{say('noOwner.lead')}</p>
      <p class="codes">
        <code>
          {origin}
          <span class="whole">{ENROLMENT_PATH}</span>
        </code>
      </p>
      <p class="hint">{say('noOwner.again')}</p>
    </section>,
  );
}
