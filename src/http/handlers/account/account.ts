/**
 * The account page (`/account`), on which users manage their own account. `account-view.ts` collects the values of the
 * page; `account-actions.ts` lists the actions of its forms. The rules for them are in `src/account` and
 * `src/webauthn`.
 */
import { type ActiveSession, findActiveSession } from '../../../access/sessions/session.js';
import { signOut } from '../../../access/sessions/sign-out.js';
import { AdminError, CeremonyError } from '../../../model/errors.js';
import {
  ACCOUNT_DONE,
  ACCOUNT_SECTIONS,
  type AccountDone,
  type AccountOutcome,
  type AccountProblem,
  type AccountSection,
} from '../../../pages/account/account-outcome.js';
import { accountPage } from '../../../pages/account/account-page.js';
import { frameOf, redirect, sendPage } from '../../answer/send.js';
import { statusError } from '../../answer/status-error.js';
import { formOf, queryOf } from '../../request/bodies.js';
import { callerOf } from '../../request/browser.js';
import { browserOf, clearSessionCookie, sessionCookie } from '../../request/cookies.js';
import type { Edge, Handler, Request, Response } from '../../route.js';
import { ACCOUNT_ACTIONS, type AccountAction } from './account-actions.js';
import { accountView } from './account-view.js';

export const account: Handler = async (edge, request, response) => {
  const active = await findActiveSession(edge.deps, sessionCookie(edge, request));
  if (active === undefined) return redirect(response, '/login');
  browserOf(edge, request, response);
  const view = await accountView(edge, active);
  sendPage(response, accountPage(frameOf(edge, request), { ...view, outcome: outcomeOf(queryOf(request)) }));
};

/**
 * Reads the result of the last form from the URL. After a form, the browser is redirected to a URL that names the
 * section (`at`) and the result (`done`).
 */
function outcomeOf(query: URLSearchParams): AccountOutcome | undefined {
  const section = ACCOUNT_SECTIONS.find((known) => known === query.get('at'));
  const done = ACCOUNT_DONE.find((known) => known === query.get('done'));
  return section === undefined || done === undefined ? undefined : { section, done };
}

function accountUrl(section: AccountSection, done: AccountDone): string {
  return `/account?at=${section}&done=${done}`;
}

/**
 * Returns the URL of the account page for a user who had to sign in again before sending a form. `from` is the section
 * of that form; for an unknown section, returns `undefined`.
 */
export function afterSigningInAgain(from: string | null): string | undefined {
  const section = ACCOUNT_SECTIONS.find((known) => known === from);
  return section === undefined ? undefined : accountUrl(section, 'signedInAgain');
}

export const changeAccount: Handler = async (edge, request, response) => {
  const form = formOf(request);
  const name = form.get('action') ?? '';
  if (name === 'sign-out') return signOutOfBrowser(edge, request, response);
  const action = ACCOUNT_ACTIONS.get(name);
  if (action === undefined) throw statusError(400, 'action is missing or unknown. Reload the page and try again.');
  const active = await findActiveSession(edge.deps, sessionCookie(edge, request));
  if (active === undefined) return redirect(response, '/login');
  const sent = { active, form, caller: callerOf(request) };
  try {
    const result = await action.run(edge.deps, sent);
    if (typeof result === 'string') return redirect(response, accountUrl(action.section, result));
    sendPage(response, result(frameOf(edge, request)));
  } catch (error) {
    if (needsSignIn(error)) return redirect(response, `/login?again=${action.section}`);
    const problem = problemOf(action, error);
    if (problem === undefined) throw error;
    await showProblem(edge, request, response, sent, { section: action.section, problem });
  }
};

const signOutOfBrowser: Handler = async (edge, request, response) => {
  await signOut(edge.deps, sessionCookie(edge, request), callerOf(request));
  clearSessionCookie(edge, request, response);
  redirect(response, '/login?signed_out');
};

function needsSignIn(error: unknown): boolean {
  return error instanceof CeremonyError && error.code === 'authentication_required';
}

function problemOf({ problems = {} }: AccountAction, error: unknown): AccountProblem | undefined {
  if (error instanceof CeremonyError) return problems[error.code];
  if (!(error instanceof AdminError)) return undefined;
  if (error.code === 'CONFLICT') return problems.CONFLICT ?? 'changing';
  return error.code === 'INVALID_INPUT' ? problems[error.field?.split('.')[0] ?? ''] : undefined;
}

/**
 * Shows the account page again after a rejected form, with the problem and with the profile values that the user typed.
 */
async function showProblem(
  edge: Edge,
  request: Request,
  response: Response,
  { active, form }: { readonly active: ActiveSession; readonly form: URLSearchParams },
  outcome: AccountOutcome & { readonly problem: AccountProblem },
): Promise<void> {
  const view = await accountView(edge, active);
  const { profile } = view;
  const typed = outcome.section === 'profile' ? profile.editable.filter((field) => form.has(field)) : [];
  const fields = { ...profile.fields, ...Object.fromEntries(typed.map((field) => [field, form.get(field)])) };
  response.status(CONFLICTS.has(outcome.problem) ? 409 : 400);
  sendPage(response, accountPage(frameOf(edge, request), { ...view, outcome, profile: { ...profile, fields } }));
}

const CONFLICTS: ReadonlySet<AccountProblem> = new Set(['lastPasskey', 'passkeyInUse', 'tooManyKeys', 'changing']);
