/**
 * The account page (`/account`), on which users manage their own account. `account-view.ts` collects the values of the
 * page; `account-actions.ts` lists the actions of its forms. The rules for them are in `src/account` and
 * `src/webauthn`.
 */
import { countAccountChange } from '../../../access/sessions/account-changes.js';
import { hasKeptForm, keepForm, takeKeptForm } from '../../../access/sessions/kept-values.js';
import { type ActiveSession, findActiveSession } from '../../../access/sessions/session.js';
import { signOut } from '../../../access/sessions/sign-out.js';
import { updatePlace } from '../../../account/own-sessions.js';
import { AdminError, CeremonyError } from '../../../model/errors.js';
import type { AccountApiKeys } from '../../../pages/account/account-api-keys.js';
import {
  ACCOUNT_DONE,
  ACCOUNT_SECTIONS,
  type AccountDone,
  type AccountOutcome,
  type AccountProblem,
  type AccountSection,
} from '../../../pages/account/account-outcome.js';
import { accountPage } from '../../../pages/account/account-page.js';
import { resumePage } from '../../../pages/form-post-page.js';
import type { Frame } from '../../../pages/layout/frame.js';
import { frameOf, redirect, sendPage } from '../../answer/send.js';
import { unknownAction } from '../../answer/status-error.js';
import { formOf, queryOf } from '../../request/bodies.js';
import { callerOf } from '../../request/browser.js';
import {
  browserOf,
  clearSessionCookie,
  knownBrowser,
  sessionCookie,
  setLanguageCookie,
} from '../../request/cookies.js';
import { LIMITS } from '../../request/limits.js';
import type { Edge, Handler, Request, Response } from '../../route.js';
import { ACCOUNT_ACTIONS, type AccountAction, type AccountFile } from './account-actions.js';
import { accountView } from './account-view.js';
import { positionOf } from './list-position.js';
import { keepShownSecret } from './shown-once.js';
import { shownNews } from './sign-in-check.js';

export const account: Handler = async (edge, request, response) => {
  const active = await findActiveSession(edge.deps, sessionCookie(edge, request));
  if (active === undefined) return redirect(response, '/login');
  const browserHash = browserOf(edge, request, response);
  setLanguageCookie(edge, request, response, active.user);
  await updatePlace(edge.deps, active, callerOf(request));
  const frame = accountFrame(edge, request, active);
  const query = queryOf(request);
  try {
    const [view, news] = await Promise.all([
      accountView(edge, active, frame, positionOf(query)),
      shownNews(edge, active, browserHash),
    ]);
    sendPage(response, accountPage(frame, { ...view, news, outcome: outcomeOf(query) }));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    redirect(response, '/account');
  }
};

/** Returns the frame of a page for a signed-in user, in the language of the user. */
function accountFrame(edge: Edge, request: Request, { user }: ActiveSession): Frame {
  return frameOf(edge, request, '', user.locale ?? '');
}

/**
 * Reads the result of the last form from the URL. After each form, the browser is redirected to a URL that names the
 * section (`at`) and the result (`done`).
 */
function outcomeOf(query: URLSearchParams): AccountOutcome | undefined {
  const section = ACCOUNT_SECTIONS.find((known) => known === query.get('at'));
  const done = ACCOUNT_DONE.find((known) => known === query.get('done'));
  return section === undefined || done === undefined ? undefined : { section, done };
}

export function accountUrl(section: AccountSection, done: AccountDone): string {
  return `/account?at=${section}&done=${done}`;
}

/**
 * Returns the URL of the account page that opens after the user has signed in again. In `query`, `again` is the section
 * of the interrupted action or `setup`, and `form` is the ticket of its form. Returns `undefined` if it is unknown.
 */
export function afterSigningInAgain(query: URLSearchParams): string | undefined {
  if (query.get('again') === 'setup') return '/account/setup';
  const section = ACCOUNT_SECTIONS.find((known) => known === query.get('again'));
  const ticket = query.get('form') ?? '';
  if (section === undefined) return undefined;
  return `/account/resume?${new URLSearchParams({ at: section, ...(isTicket(ticket) && { form: ticket }) })}`;
}

function isTicket(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}

/**
 * `/account/resume`: continues an action that was interrupted because the user had to sign in again. The response is a
 * page that posts the form of that action, because a GET changes nothing. Other sites do not know the ticket of the
 * form, so they cannot complete a form that the user has abandoned.
 */
export const resume: Handler = async (edge, request, response) => {
  if (!['same-origin', 'none', undefined].includes(request.get('sec-fetch-site')))
    return redirect(response, '/account');
  const active = await findActiveSession(edge.deps, sessionCookie(edge, request));
  if (active === undefined) return redirect(response, '/login');
  const query = queryOf(request);
  const section = ACCOUNT_SECTIONS.find((known) => known === query.get('at')) ?? 'passkeys';
  const ticket = query.get('form') ?? '';
  if (!(await hasKeptForm(edge.deps, active.session, ticket)))
    return redirect(response, accountUrl(section, 'signedInAgain'));
  sendPage(response, resumePage(frameOf(edge, request), ticket));
};

export const changeAccount: Handler = async (edge, request, response) => {
  const posted = formOf(request);
  if (posted.get('action') === 'sign-out') return signOutOfBrowser(edge, request, response);
  const active = await findActiveSession(edge.deps, sessionCookie(edge, request));
  if (active === undefined) return redirect(response, '/login');
  const form =
    posted.get('action') === 'resume'
      ? await takeKeptForm(edge.deps, active.session, posted.get('form') ?? '')
      : posted;
  if (form === undefined) return redirect(response, '/account');
  const action = ACCOUNT_ACTIONS.get(form.get('action') ?? '');
  if (action === undefined) throw unknownAction();
  const sent = { active, form, caller: callerOf(request), browserHash: knownBrowser(edge, request) };
  try {
    await countAccountChange(edge.deps, active, sent.caller);
    const result = await action.run(edge.deps, sent);
    if (result === 'signedOut') return leave(edge, request, response);
    if (typeof result === 'string') return redirect(response, accountUrl(action.section, result));
    if ('path' in result) return redirect(response, result.path);
    if (result.kind === 'file') return sendFile(response, result);
    redirect(response, await keepShownSecret(edge.deps, active, result));
  } catch (error) {
    if (needsSignIn(error)) {
      const ticket = action.isDownload ? undefined : await keepForm(edge.deps, active.session, form);
      const query = { again: action.section, ...(ticket !== undefined && { form: ticket }) };
      return redirect(response, `/login?${new URLSearchParams(query)}`);
    }
    const problem = problemOf(action, error);
    if (problem === undefined) throw error;
    await showProblem(edge, request, response, sent, { section: action.section, problem, field: fieldOf(error) });
  }
};

const signOutOfBrowser: Handler = async (edge, request, response) => {
  await signOut(edge.deps, sessionCookie(edge, request), callerOf(request));
  leave(edge, request, response);
};

function sendFile(response: Response, { name, content }: AccountFile): void {
  response
    .attachment(name)
    .type('json')
    .send(JSON.stringify(content, undefined, 2));
}

function leave(edge: Edge, request: Request, response: Response): void {
  clearSessionCookie(edge, request, response);
  redirect(response, '/login?signed_out');
}

function needsSignIn(error: unknown): boolean {
  return error instanceof CeremonyError && error.code === 'authentication_required';
}

function problemOf({ problems = {} }: AccountAction, error: unknown): AccountProblem | undefined {
  if (error instanceof CeremonyError) return problems[error.code] ?? PROBLEMS[error.code];
  if (!(error instanceof AdminError)) return undefined;
  if (error.code === 'CONFLICT') return problems.CONFLICT ?? 'changing';
  if (error.code === 'RATE_LIMITED') return problems.RATE_LIMITED;
  return error.code === 'INVALID_INPUT' ? problems[error.field?.split('.')[0] ?? ''] : undefined;
}

/** Problems that every form can have. A record can be gone because the page was open for long, or in another tab. */
const PROBLEMS: Readonly<Record<string, AccountProblem>> = { rate_limited: 'tooManyChanges', not_found: 'gone' };

/** The name of the form field that the error is about. */
function fieldOf(error: unknown): string | undefined {
  return error instanceof AdminError ? error.field?.split('.')[0] : undefined;
}

/**
 * Shows the account page again after a rejected form, with the problem and with the values that the user typed.
 */
async function showProblem(
  edge: Edge,
  request: Request,
  response: Response,
  { active, form }: { readonly active: ActiveSession; readonly form: URLSearchParams },
  outcome: AccountOutcome & { readonly problem: AccountProblem },
): Promise<void> {
  const frame = accountFrame(edge, request, active);
  const view = await accountView(edge, active, frame);
  const { profile } = view;
  const typed = outcome.section === 'profile' ? profile.editable.filter((field) => form.has(field)) : [];
  const fields = { ...profile.fields, ...Object.fromEntries(typed.map((field) => [field, form.get(field)])) };
  response.status(STATUS[outcome.problem] ?? 400);
  const limit = LIMITS_EXCEEDED[outcome.problem];
  if (limit !== undefined) response.set('Retry-After', String(LIMITS[limit].duration));
  const apiKeys = outcome.section === 'api-keys' ? withTypedKey(view.apiKeys, form) : view.apiKeys;
  const page = { ...view, outcome, profile: { ...profile, fields }, apiKeys };
  sendPage(response, accountPage(frame, page));
}

/** The HTTP status for each problem that is not about a wrong value. */
const STATUS: Partial<Record<AccountProblem, number>> = {
  lastPasskey: 409,
  passkeyInUse: 409,
  tooManyKeys: 409,
  lastOwner: 409,
  tooManyPasskeys: 409,
  deviceLinkGone: 404,
  changing: 409,
  gone: 404,
  tooManyChanges: 429,
  tooManyMails: 429,
};

const LIMITS_EXCEEDED: Partial<Record<AccountProblem, keyof typeof LIMITS>> = {
  tooManyChanges: 'accountChange',
  tooManyMails: 'verificationMail',
};

/** Puts the values that the user typed for a new API key back into the form. */
function withTypedKey(apiKeys: AccountApiKeys | undefined, form: URLSearchParams): AccountApiKeys | undefined {
  const typed = { name: form.get('name') ?? '', days: form.get('days') ?? '', permissions: form.getAll('permission') };
  return apiKeys && { ...apiKeys, typed };
}
