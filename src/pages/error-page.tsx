/**
 * This folder contains the hosted pages: HTML rendered on the server (`sign-in/`, `enrolment/`, `account/` and the
 * files beside this one), mails (`mail/`), texts in all languages (`texts/`), scripts for browsers (`browser/`) and
 * style sheets (`assets/`). A page is a function from values to HTML. It must not know requests or the store; the
 * handlers in `src/http/handlers` call it. To understand this folder, read this file first.
 */

import type { Frame } from './layout/frame.js';
import { renderPage } from './layout/page.js';
import type { TextKey } from './texts/texts.js';

export interface ErrorPageProps {
  readonly status: number;
  /** An error code that OAuth or this server defines. */
  readonly code: string;
  /**
   * An explanation for the developers of the application. It is always in English, because OAuth allows only ASCII
   * characters in error descriptions.
   */
  readonly message: string;
  readonly requestId: string;
  /**
   * What the user was doing: signing out, or managing their account or its first passkey. Missing in all other cases,
   * such as a sign-in at an application.
   */
  readonly during?: 'signOut' | 'account' | undefined;
  /** Where the user can start the sign-in again. */
  readonly restart?: Restart | undefined;
}

export interface Restart {
  readonly application: string;
  readonly url: string;
}

/** A kind of error. Each kind has its own texts, which say what the user can do. */
type ErrorKind = TextKey extends infer Key ? (Key extends `error.${infer Kind}.title` ? Kind : never) : never;

/**
 * The error page. It first says what the user can do. Below, it shows the code and the request id for developers and
 * administrators.
 */
export function errorPage(frame: Frame, props: ErrorPageProps): string {
  const { say } = frame.texts;
  const kind = errorKind(props);
  const { restart } = props;
  const title = say(`error.${kind}.title`);
  return renderPage(
    frame,
    { title },
    <section class="card">
      <h1>{title}</h1>
      <p class="lead">{say(`error.${kind}.lead`)}</p>
      {restart !== undefined && (
        <div class="stack">
          <a class="button" href={restart.url}>
            {say('error.restart', { application: restart.application })}
          </a>
        </div>
      )}
      {kind === 'logout' && (
        <form method="post" action="/oidc/logout/confirm" class="stack">
          <button type="submit" name="action" value="sign-out" class="button">
            {say('logout.button')}
          </button>
        </form>
      )}
      {kind === 'link' && (
        <div class="stack">
          {/* A user who is signed in already goes on to the account page without signing in. */}
          <a class="button" href="/account">
            {say('register.signIn')}
          </a>
        </div>
      )}
      {kind !== 'notFound' && <Facts frame={frame} props={props} kind={kind} />}
      {LINKED_TO_ACCOUNT.has(kind) && frame.assets.base === undefined && (
        <p class="otherwise">
          <a href="/account">{say('error.home')}</a>
        </p>
      )}
    </section>,
  );
}

interface FactsProps {
  readonly frame: Frame;
  readonly props: ErrorPageProps;
  readonly kind: ErrorKind;
}

/** The facts for developers and administrators. They are folded away where the user can continue without their help. */
function Facts({ frame, props: { code, message, requestId }, kind }: FactsProps) {
  const { say } = frame.texts;
  const facts = (
    <dl class="facts">
      <dt>{say('error.code')}</dt>
      <dd>
        <code>{code}</code>
      </dd>
      {!SELF_EXPLANATORY.has(kind) && (
        <>
          <dt>{say('error.detail')}</dt>
          <dd lang="en">{message}</dd>
        </>
      )}
      <dt>{say('error.reference')}</dt>
      <dd>
        <code>{requestId}</code>
      </dd>
    </dl>
  );
  if (!FOLDED.has(kind)) return facts;
  return (
    <details class="fold">
      <summary>{say('error.facts')}</summary>
      <div class="fold-content">{facts}</div>
    </details>
  );
}

/** The kinds of errors that users meet without a fault of an application or of this server. */
const FOLDED: ReadonlySet<ErrorKind> = new Set(['expired', 'cookies', 'link', 'tooMany', 'forbidden']);

/** The kinds of errors whose English message is not shown, because it would repeat the text of the page. */
const SELF_EXPLANATORY: ReadonlySet<ErrorKind> = new Set([
  'expired',
  'cookies',
  'link',
  'tooMany',
  'forbidden',
  'ours',
  'unavailable',
]);

const LINKED_TO_ACCOUNT: ReadonlySet<ErrorKind> = new Set(['application', 'notFound', 'forbidden', 'logout', 'other']);

/**
 * Whether the page has a form to sign out. It has this form after a rejected logout request (RP-Initiated Logout §4).
 */
export function hasSignOutForm(props: ErrorPageProps): boolean {
  return errorKind(props) === 'logout';
}

function errorKind({ status, code, during }: ErrorPageProps): ErrorKind {
  const byCode = KINDS[code];
  if (byCode !== undefined) return byCode;
  if (status >= 500) return 'ours';
  if (during === 'account') return 'other';
  return during === 'signOut' ? 'logout' : 'application';
}

const KINDS: Readonly<Record<string, ErrorKind>> = {
  interaction_expired: 'expired',
  cookies_blocked: 'cookies',
  enrolment_invalid: 'link',
  not_found: 'notFound',
  forbidden: 'forbidden',
  rate_limited: 'tooMany',
  temporarily_unavailable: 'unavailable',
  method_not_allowed: 'other',
  content_too_large: 'other',
  registration_disabled: 'other',
  authentication_required: 'other',
};
