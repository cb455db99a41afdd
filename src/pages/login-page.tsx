import type { Frame } from './layout/frame.js';
import { KeyGlyph, Tile } from './layout/marks.js';
import { renderPage } from './layout/page.js';
import { type Application, Field, NeedsScript, Status } from './layout/parts.js';

export interface LoginPageProps {
  /** Absent where somebody signs in to their own account. */
  readonly application?: Application | undefined;
  readonly interactionId?: string | undefined;
  readonly loginHint?: string | undefined;
  /** Where new accounts are made, if they may be. */
  readonly registerUrl?: string | undefined;
  /** Why somebody who did not come from an application is here. */
  readonly notice?: 'signedOut' | 'again' | undefined;
  /** Where to go on instead of where the server leads. */
  readonly next?: string | undefined;
  readonly recoverUrl: string;
}

export function loginPage(frame: Frame, props: LoginPageProps): string {
  const { signIn: texts, problems, ownAccount } = frame.texts;
  const { application, interactionId, loginHint, registerUrl, notice, next, recoverUrl } = props;
  return renderPage(
    frame,
    { title: texts.title, scripts: ['login'] },
    <section class={application === undefined ? 'card' : 'card card-joined'}>
      {application !== undefined && <Tile application={application} />}
      <h1>{texts.heading(application?.name)}</h1>
      <p class="lead">{texts.lead}</p>
      {notice !== undefined && <p class="notice">{texts[notice]}</p>}
      <NeedsScript frame={frame} />
      <form
        id="ceremony"
        class="stack"
        data-interaction={interactionId}
        data-next={next}
        data-messages={JSON.stringify({ ...problems, ...texts.problems })}
      >
        <p class="hint" id="elsewhere" hidden>
          {texts.elsewhere}
        </p>
        <div id="autofill" hidden>
          <Field
            id="username"
            label={texts.username}
            hint={texts.usernameHint}
            value={loginHint}
            autocomplete="username webauthn"
            maxLength={64}
            kind="identifier"
          />
        </div>
        <Status />
        <button type="submit" class="button" disabled>
          <KeyGlyph />
          {texts.button}
        </button>
      </form>
      <div class="otherwise">
        {registerUrl !== undefined && (
          <p>
            {texts.register} <a href={registerUrl}>{texts.registerLink}</a>
          </p>
        )}
        <p>
          {ownAccount.recover.link} <a href={recoverUrl}>{ownAccount.recover.linkText}</a>
        </p>
      </div>
    </section>,
  );
}
