import type { Frame } from './layout/frame.js';
import { KeyGlyph, Tile } from './layout/marks.js';
import { renderPage } from './layout/page.js';
import { type Application, Field, NeedsScript, Status } from './layout/parts.js';

export interface RecoverPageProps {
  /** Where somebody was on their way to. */
  readonly application?: Application | undefined;
  readonly interactionId?: string | undefined;
  readonly username?: string | undefined;
  readonly loginUrl: string;
}

/** A new passkey by a recovery code. */
export function recoverPage(frame: Frame, props: RecoverPageProps): string {
  const { problems, signIn, ownAccount } = frame.texts;
  const { recover: texts } = ownAccount;
  const { application, interactionId, username, loginUrl } = props;
  return renderPage(
    frame,
    { title: texts.title, scripts: ['register'] },
    <section class={application === undefined ? 'card' : 'card card-joined'}>
      {application !== undefined && <Tile application={application} />}
      <h1>{texts.title}</h1>
      <p class="lead">{texts.lead}</p>
      <NeedsScript frame={frame} />
      <form
        id="ceremony"
        class="stack"
        data-interaction={interactionId}
        data-messages={JSON.stringify({ ...problems, rate_limited: texts.tooMany })}
      >
        <Field
          id="username"
          label={signIn.username}
          value={username}
          autocomplete="username"
          required
          maxLength={64}
          kind="identifier"
        />
        <Field
          id="recovery-code"
          label={texts.code}
          hint={texts.codeHint}
          autocomplete="off"
          required
          maxLength={64}
          kind="identifier"
        />
        <button type="submit" class="button" disabled>
          <KeyGlyph />
          {texts.button}
        </button>
        <Status />
      </form>
      <p class="hint">{texts.otherwise}</p>
      <p class="otherwise">
        <a href={loginUrl}>{texts.back}</a>
      </p>
    </section>,
  );
}
