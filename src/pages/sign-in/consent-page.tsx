import type { JsonObject } from '../../model/json.js';
import type { Application, Frame } from '../layout/frame.js';
import { Tile } from '../layout/marks.js';
import { renderPage } from '../layout/page.js';
import { SignedInAs } from '../layout/sentence.js';
import type { TextKey, Texts } from '../texts/texts.js';
import { Details } from './detail-values.js';
import { accessInWords, type RequestedAccess, scopeInWords } from './requested-access.js';
import { arrangeDetails, type SharedDetails, type SharedScope } from './shared-details.js';

export interface ConsentPageProps extends ApplicationLinks, SharedDetails {
  readonly application: Application;
  readonly username: string;
  readonly interactionId: string;
  /**
   * The digest of the requested access and of the user. The form contains this digest, so the server notices if the
   * access or the user has changed since the page was shown.
   */
  readonly shown: string;
  /** The URL path of the user's picture, if it is on this server. */
  readonly picture: string | undefined;
  /**
   * The code that the page shows if a device asks for access. The user compares it with the code that the device shows
   * (RFC 8628 §3.3).
   */
  readonly userCode?: string | undefined;
}

/**
 * Links to the website, the privacy policy and the terms of service of the application, as absolute URLs from the
 * client's settings.
 */
interface ApplicationLinks {
  readonly website: string | undefined;
  readonly policy: string | undefined;
  readonly terms: string | undefined;
}

/** The page that asks the user to allow the access that the application requests (OpenID Connect Core §3.1.2.4). */
export function consentPage(frame: Frame, props: ConsentPageProps): string {
  const { say } = frame.texts;
  const { application, username, interactionId, shown, userCode, shared, picture } = props;
  const isDevice = userCode !== undefined;
  const { scopes, others, missing } = arrangeDetails(props);
  return renderPage(
    frame,
    { title: isDevice ? say('device.title') : say('consent.title') },
    <section class="card card-joined">
      <Tile application={application} />
      <h1>
        {isDevice
          ? say('device.consentHeading', { application: application.name })
          : say('consent.heading', { application: application.name })}
      </h1>
      <SignedInAs texts={frame.texts} username={username} />
      {isDevice && <ComparedCode texts={frame.texts} userCode={userCode} />}
      {scopes.length > 0 && (
        <>
          <p class="lead">{say('consent.lead', { application: application.name })}</p>
          <AccessList texts={frame.texts} scopes={scopes} shared={shared} picture={picture} />
        </>
      )}
      {others.length > 0 && (
        <>
          <p class="lead">{say('consent.values', { application: application.name })}</p>
          <Details texts={frame.texts} details={others} shared={shared} picture={picture} />
        </>
      )}
      <Missing texts={frame.texts} application={application.name} access={missing} />
      <form method="post" action="/consent" class="stack">
        <input type="hidden" name="interaction" value={interactionId} />
        <input type="hidden" name="shown" value={shown} />
        <button type="submit" name="action" value="allow" class="button">
          {isDevice ? say('device.connect') : say('consent.allow')}
        </button>
        <button type="submit" name="action" value="deny" class="button button-quiet">
          {isDevice ? say('device.refuse') : say('consent.deny')}
        </button>
        <button type="submit" name="action" value="other-account" class="button button-quiet">
          {say('common.otherAccount')}
        </button>
      </form>
      <Links texts={frame.texts} links={props} />
    </section>,
  );
}

interface AccessListProps {
  readonly texts: Texts;
  readonly scopes: readonly SharedScope[];
  readonly shared: JsonObject;
  readonly picture: string | undefined;
}

/** What the application will be able to do. Under each scope are the details that it releases, with their values. */
function AccessList({ texts, scopes, ...props }: AccessListProps) {
  return (
    <ul class="ticks">
      {scopes.map(({ scope, details }) => (
        <li key={scope.id}>
          <div class="tick-body">
            <p>{scopeInWords(texts, scope)}</p>
            <Details texts={texts} details={details} {...props} />
          </div>
        </li>
      ))}
    </ul>
  );
}

/**
 * What the application requests although the account does not have it. The application gets it as soon as the account
 * has it, because the answer of the user covers it.
 */
function Missing({ texts, application, access }: { texts: Texts; application: string; access: RequestedAccess }) {
  const items = accessInWords(texts, access);
  if (items.length === 0) return null;
  return (
    <div class="hint">
      <p>{texts.say('consent.missing', { application })}</p>
      <ul class="bullets">
        {items.map((item, position) => (
          <li key={position}>{item}</li>
        ))}
      </ul>
    </div>
  );
}

function ComparedCode({ texts: { say }, userCode }: { texts: Texts; userCode: string }) {
  return (
    <>
      <p>{say('device.compare')}</p>
      <p class="codes code-to-compare">
        <code class="whole">{userCode}</code>
      </p>
      <p class="notice notice-problem">{say('device.stop')}</p>
    </>
  );
}

const LINK_TEXTS: Readonly<Record<keyof ApplicationLinks, TextKey>> = {
  website: 'consent.website',
  policy: 'consent.policy',
  terms: 'consent.terms',
};

function Links({ texts: { say }, links }: { texts: Texts; links: ApplicationLinks }) {
  const present = (['website', 'policy', 'terms'] as const).flatMap((name) => {
    const url = links[name];
    return url === undefined ? [] : [{ text: LINK_TEXTS[name], url }];
  });
  if (present.length === 0) return null;
  return (
    <p class="otherwise links">
      {present.map(({ text, url }) => (
        <a key={text} href={url} target="_blank" rel="noopener noreferrer">
          {say(text)}
        </a>
      ))}
    </p>
  );
}
