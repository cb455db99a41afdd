import type { Frame } from './layout/frame.js';
import { renderPage } from './layout/page.js';

export interface FormPostPageProps {
  /** A redirect URI that was matched. */
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The answer that a browser posts to the application (OAuth 2.0 Form Post Response Mode §2). */
export function formPostPage(frame: Frame, { action, parameters }: FormPostPageProps): string {
  const { formPost: texts } = frame.texts;
  return renderPage(
    frame,
    { title: texts.title, scripts: ['form-post'] },
    <section class="card">
      <h1>{texts.title}</h1>
      <p class="lead">{texts.lead(new URL(action).host)}</p>
      <form id="form-post" method="post" action={action} class="stack">
        {Object.entries(parameters).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button type="submit" class="button">
          {texts.button}
        </button>
      </form>
    </section>,
  );
}
