import type { ActiveSession } from '../../../../access/sessions/session.js';
import type { Caller, Deps } from '../../../../model/deps.js';
import type { AccountDone, AccountProblem, AccountSection } from '../../../../pages/account/account-outcome.js';
import type { ShownSecret } from '../../../../pages/shown-once-page.js';

/** A form that a signed-in user sent from the account page. */
export interface AccountForm {
  readonly active: ActiveSession;
  readonly form: URLSearchParams;
  readonly caller: Caller;
  /** SHA-256 of the cookie that identifies the browser. Absent if the browser sent no cookie. */
  readonly browserHash?: string | undefined;
}

/**
 * The result of an action: a message that the account page shows, a new secret that a separate page shows, another page,
 * a file, or the end of the session.
 */
export type ActionResult = AccountDone | ShownSecret | OtherPage | AccountFile | 'signedOut';

/** The path of a page that shows the result. */
interface OtherPage {
  readonly path: string;
}

/** A file for the user. The browser stays on the page that it shows. */
export interface AccountFile {
  readonly kind: 'file';
  readonly name: string;
  readonly content: object;
}

export interface AccountAction {
  readonly section: AccountSection;
  run(deps: Deps, form: AccountForm): Promise<ActionResult>;
  /**
   * Whether the browser stays on its page. If the user has to sign in again first, the account page opens afterwards, and
   * the user repeats the action there.
   */
  readonly isDownload?: true;
  /**
   * The problem that the account page shows if the action fails. The key is the code of the error, the name of the
   * exceeded limit, or the name of the rejected field.
   */
  readonly problems?: Readonly<Record<string, AccountProblem>>;
}

export type AccountActions = Readonly<Record<string, AccountAction>>;

/** The value of a form field, or an empty text. */
export function value(form: URLSearchParams, name: string): string {
  return form.get(name) ?? '';
}
