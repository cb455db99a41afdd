import { NewAccountFields } from '../layout/account-fields.js';
import type { Application, Frame } from '../layout/frame.js';
import { Tile } from '../layout/marks.js';
import { renderPage } from '../layout/page.js';
import { CeremonyButton, NeedsScript, OtherBrowser, Status } from '../layout/parts.js';
import { ceremonyTexts } from '../texts/ceremony-texts.js';

export interface RegisterPageProps {
  readonly application: Application;
  readonly interactionId: string;
  readonly username?: string | undefined;
  readonly loginUrl: string;
  readonly asksEmail: boolean;
  /**
   * The address that the user can open in another browser if this browser does not support passkeys. See
   * `OtherBrowser`.
   */
  readonly address?: string | undefined;
}

export function registerPage(frame: Frame, props: RegisterPageProps): string {
  const { say } = frame.texts;
  const { application, interactionId, username, loginUrl, address, asksEmail } = props;
  return renderPage(
    frame,
    { title: say('register.title'), scripts: ['register'] },
    <section class="card card-joined">
      <Tile application={application} />
      <h1>{say('register.heading', { application: application.name })}</h1>
      <p class="lead">{say('register.lead')}</p>
      <NeedsScript frame={frame} />
      <form
        id="ceremony"
        class="stack"
        data-interaction={interactionId}
        data-messages={ceremonyTexts(frame.texts, { rate_limited: 'register.tooMany' })}
      >
        <NewAccountFields frame={frame} username={username} email={asksEmail ? { isRequired: true } : undefined} />
        <Status />
        <CeremonyButton label={say('register.button')} tryLabel={say('common.tryPasskey')} />
      </form>
      <OtherBrowser frame={frame} address={address} />
      <p class="otherwise">
        {say('register.haveAccount')} <a href={loginUrl}>{say('register.signIn')}</a>
      </p>
    </section>,
  );
}
