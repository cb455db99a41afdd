import type { Frame } from './layout/frame.js';
import { renderPage } from './layout/page.js';

/** After a sign-out that leads nowhere. */
export function signedOutPage(frame: Frame): string {
  const { message: texts } = frame.texts;
  return renderPage(
    frame,
    { title: texts.signedOutTitle },
    <section class="card">
      <h1>{texts.signedOutTitle}</h1>
      <p class="lead">{texts.signedOutLead}</p>
      <p class="otherwise">
        <a href="/login">{texts.signInAgain}</a>
      </p>
    </section>,
  );
}

/** At a server that nobody has claimed: where the link is with which they can. */
export function noOwnerPage(frame: Frame, { enrolment }: { readonly enrolment: string }): string {
  const { noOwner: texts } = frame.texts;
  return renderPage(
    frame,
    { title: texts.title },
    <section class="card">
      <h1>{texts.title}</h1>
      <p class="lead">{texts.lead}</p>
      <p class="codes">
        <code>{enrolment}</code>
      </p>
      <p class="hint">{texts.again}</p>
    </section>,
  );
}
