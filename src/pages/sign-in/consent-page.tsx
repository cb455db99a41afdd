import { Fragment } from 'preact';
import type { JsonObject, JsonValue } from '../../model/json.js';
import type { Application, Frame } from '../layout/frame.js';
import { Tile } from '../layout/marks.js';
import { renderPage } from '../layout/page.js';
import { SignedInAs } from '../layout/sentence.js';
import type { NameIn, TextKey, Texts } from '../texts/texts.js';

export interface ConsentPageProps extends ApplicationLinks {
  readonly application: Application;
  readonly username: string;
  readonly interactionId: string;
  /**
   * The digest of the requested access and of the user. The form contains this digest, so the server notices if the
   * access or the user has changed since the page was shown.
   */
  readonly shown: string;
  readonly scopes: readonly RequestedScope[];
  /** The names of the claims that the application requests one by one, not by a scope. */
  readonly claims: readonly string[];
  /** The claims that the claim rules of the application compute for the user. */
  readonly computed: JsonObject;
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

export interface RequestedScope {
  readonly id: string;
  /** The description that an administrator wrote for the scope. */
  readonly description: string | undefined;
}

/** The page that asks the user to allow the access that the application requests (OpenID Connect Core §3.1.2.4). */
export function consentPage(frame: Frame, props: ConsentPageProps): string {
  const { say } = frame.texts;
  const { application, username, interactionId, shown, userCode } = props;
  const isDevice = userCode !== undefined;
  const items = accessInWords(frame.texts, props);
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
      {items.length > 0 && (
        <>
          <p class="lead">{say('consent.lead', { application: application.name })}</p>
          <ul class="ticks">
            {items.map((item, position) => (
              <li key={position}>{item}</li>
            ))}
          </ul>
        </>
      )}
      <ComputedClaims texts={frame.texts} application={application.name} computed={props.computed} />
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

interface ComputedClaimsProps {
  readonly texts: Texts;
  readonly application: string;
  readonly computed: JsonObject;
}

/** Shows the values themselves, because the user cannot know what a rule makes of the profile. */
function ComputedClaims({ texts: { say }, application, computed }: ComputedClaimsProps) {
  const entries = Object.entries(computed);
  if (entries.length === 0) return null;
  return (
    <>
      <p class="lead">{say('consent.values', { application })}</p>
      <dl class="facts">
        {entries.map(([claim, value]) => (
          <Fragment key={claim}>
            <dt>{claim}</dt>
            <dd>
              <bdi>{valueText(value)}</bdi>
            </dd>
          </Fragment>
        ))}
      </dl>
    </>
  );
}

/** Returns a value as text. Characters that hide or reorder parts of the text are replaced. */
function valueText(value: JsonValue): string {
  const text = Array.isArray(value) ? value.map(String).join(', ') : String(value);
  return text === '' ? '–' : text.toWellFormed().replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, '\ufffd');
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

interface RequestedAccess {
  readonly scopes: readonly RequestedScope[];
  readonly claims: readonly string[];
}

/**
 * Returns the requested access as a list of texts. Standard scopes are described in the page's language. A scope that
 * an administrator created is shown by its description or, if it has none, by its name.
 */
export function accessInWords({ say }: Texts, { scopes, claims }: RequestedAccess): string[] {
  return [
    ...scopes.map(({ id, description }) => (isStandardScope(id) ? say(`scope.${id}`) : (description ?? id))),
    ...claims.map((claim) => say('consent.claim', { claim })),
  ];
}

const STANDARD_SCOPES: readonly NameIn<'scope'>[] = [
  'openid',
  'profile',
  'email',
  'address',
  'phone',
  'groups',
  'offline_access',
];

function isStandardScope(id: string): id is NameIn<'scope'> {
  return (STANDARD_SCOPES as readonly string[]).includes(id);
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
