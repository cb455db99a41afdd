import type { Frame } from './layout/frame.js';
import { KeyGlyph, Tile } from './layout/marks.js';
import { renderPage } from './layout/page.js';
import { type Application, Field, NeedsScript, Status } from './layout/parts.js';

export interface RegisterPageProps {
  readonly application: Application;
  readonly interactionId: string;
  readonly username?: string | undefined;
  readonly loginUrl: string;
}

export function registerPage(frame: Frame, props: RegisterPageProps): string {
  const { register: texts, problems } = frame.texts;
  const { application, interactionId, username, loginUrl } = props;
  return renderPage(
    frame,
    { title: texts.title, scripts: ['register'] },
    <section class="card card-joined">
      <Tile application={application} />
      <h1>{texts.heading(application.name)}</h1>
      <p class="lead">{texts.lead}</p>
      <NeedsScript frame={frame} />
      <form id="ceremony" class="stack" data-interaction={interactionId} data-messages={JSON.stringify(problems)}>
        <Field
          id="username"
          label={texts.username}
          hint={texts.usernameHint}
          value={username}
          autocomplete="username"
          required
          maxLength={64}
          kind="identifier"
        />
        <Field id="name" label={texts.name} remark={texts.optional} autocomplete="name" maxLength={128} />
        <Status />
        <button type="submit" class="button" disabled>
          <KeyGlyph />
          {texts.button}
        </button>
      </form>
      <p class="otherwise">
        {texts.haveAccount} <a href={loginUrl}>{texts.signInLink}</a>
      </p>
    </section>,
  );
}
