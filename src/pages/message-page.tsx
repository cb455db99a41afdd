import type { Frame } from './frame.js';
import { renderPage } from './page.js';

/** After a sign-out that leads nowhere. */
export const signedOutPage = (frame: Frame): string => {
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
};
