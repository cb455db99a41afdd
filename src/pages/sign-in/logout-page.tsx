import type { Application, Frame } from '../layout/frame.js';
import { Tile } from '../layout/marks.js';
import { renderPage } from '../layout/page.js';
import { Sentence } from '../layout/sentence.js';

export interface LogoutPageProps {
  readonly action: string;
  /** The application that the logout request names. Missing if it names none. */
  readonly application: Application | undefined;
  readonly username: string;
  /**
   * The parameters of the logout request. The form contains them, so the server receives them again with the user's
   * answer.
   */
  readonly parameters: Readonly<Record<string, string>>;
}

/** The page that asks the user whether to sign out (RP-Initiated Logout §2). */
export function logoutPage(frame: Frame, { action, application, username, parameters }: LogoutPageProps): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('logout.title') },
    <section class={application === undefined ? 'card' : 'card card-joined'}>
      {application !== undefined && <Tile application={application} />}
      <h1>{say('logout.heading')}</h1>
      <p class="lead">
        <Sentence
          text={(value) =>
            application === undefined
              ? say('logout.lead', { username: value })
              : say('logout.leadFor', { username: value, application: application.name })
          }
        >
          <strong>{username}</strong>
        </Sentence>
      </p>
      <form method="post" action={action} class="stack">
        {Object.entries(parameters).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button type="submit" name="action" value="sign-out" class="button">
          {say('logout.button')}
        </button>
        <button type="submit" name="action" value="stay" class="button button-quiet">
          {say('logout.stay')}
        </button>
      </form>
    </section>,
  );
}
