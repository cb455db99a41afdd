import type { Frame } from './layout/frame.js';
import { Tile } from './layout/marks.js';
import { renderPage } from './layout/page.js';
import type { Application } from './layout/parts.js';

export interface LogoutPageProps {
  readonly action: string;
  /** Where the request came from, as far as it says so. */
  readonly application: Application | undefined;
  readonly username: string;
  /** Of the logout request, sent back with the answer. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Asks whoever is signed in whether they want to sign out (RP-Initiated Logout §2). */
export function logoutPage(frame: Frame, { action, application, username, parameters }: LogoutPageProps): string {
  const { logout: texts } = frame.texts;
  return renderPage(
    frame,
    { title: texts.title },
    <section class={application === undefined ? 'card' : 'card card-joined'}>
      {application !== undefined && <Tile application={application} />}
      <h1>{texts.heading(frame.brand.name)}</h1>
      <p class="lead">{texts.lead(username, application?.name)}</p>
      <form method="post" action={action} class="stack">
        {Object.entries(parameters).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button type="submit" name="action" value="sign-out" class="button">
          {texts.button}
        </button>
        <button type="submit" name="action" value="stay" class="button button-quiet">
          {texts.stay}
        </button>
      </form>
    </section>,
  );
}
