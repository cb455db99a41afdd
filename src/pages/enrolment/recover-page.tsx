import type { Application, Frame } from '../layout/frame.js';
import { Tile } from '../layout/marks.js';
import { renderPage } from '../layout/page.js';
import { CeremonyButton, Field, NeedsScript, OtherBrowser, Status, UsernameField } from '../layout/parts.js';
import { Sentence } from '../layout/sentence.js';
import { ceremonyTexts } from '../texts/ceremony-texts.js';

export interface RecoverPageProps {
  /** The application to which the user wants to sign in. Missing if the user opened the recovery page directly. */
  readonly application?: Application | undefined;
  readonly interactionId?: string | undefined;
  readonly username?: string | undefined;
  readonly loginUrl: string;
  /**
   * The address that the user can open in another browser if this browser does not support passkeys. See
   * `OtherBrowser`.
   */
  readonly address?: string | undefined;
}

const EXAMPLE = '7K2M-9QXD-4TRB-W0HZ';

/** The page on which a user creates a passkey with a recovery code. */
export function recoverPage(frame: Frame, props: RecoverPageProps): string {
  const { say } = frame.texts;
  const { application, interactionId, username, loginUrl, address } = props;
  const messages = ceremonyTexts(frame.texts, { rate_limited: 'recover.tooMany' });
  return renderPage(
    frame,
    { title: say('recover.title'), scripts: ['register'] },
    <section class={application === undefined ? 'card' : 'card card-joined'}>
      {application !== undefined && <Tile application={application} />}
      <h1>{say('recover.title')}</h1>
      <p class="lead">{say('recover.lead')}</p>
      <p class="hint">
        {say('recover.keysStop')} {say('recover.ends')}
      </p>
      <NeedsScript frame={frame} />
      <form id="ceremony" class="stack" data-interaction={interactionId} data-messages={messages}>
        <UsernameField frame={frame} value={username} required />
        <Field
          id="recovery-code"
          label={say('recover.code')}
          hint={
            <Sentence text={(example) => say('recover.codeHint', { example })}>
              <code class="whole">{EXAMPLE}</code>
            </Sentence>
          }
          autocomplete="off"
          required
          maxLength={64}
          kind="identifier"
        />
        <CeremonyButton label={say('recover.button')} tryLabel={say('common.tryPasskey')} />
        <Status />
      </form>
      <OtherBrowser frame={frame} address={address} />
      <p class="hint">{say('recover.otherwise')}</p>
      <p class="otherwise">
        <a href={loginUrl}>{say('recover.back')}</a>
      </p>
    </section>,
  );
}
