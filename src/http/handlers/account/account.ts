import { type ActiveSession, readSession } from '../../../access/sessions/session.js';
import { signOut } from '../../../access/sessions/sign-out.js';
import { AdminError, CeremonyError } from '../../../model/errors.js';
import { OWN_PROFILE_FIELDS } from '../../../model/people/user.js';
import { accountPage } from '../../../pages/account/account-page.js';
import type { AccountOutcome } from '../../../pages/account/account-parts.js';
import {
  ACCOUNT_DONE,
  ACCOUNT_SECTIONS,
  type AccountDone,
  type AccountProblem,
  type AccountSection,
} from '../../../pages/texts/account-texts.js';
import { frameOf, redirect, sendPage } from '../../answer/send.js';
import { statusError } from '../../answer/status-error.js';
import { formOf, queryOf } from '../../request/bodies.js';
import { callerOf } from '../../request/browser.js';
import { browserOf, clearSessionCookie, sessionCookie } from '../../request/cookies.js';
import type { Edge, Handler, Request, Response } from '../../route.js';
import { ACCOUNT_ACTIONS, type AccountAction } from './account-actions.js';
import { accountView } from './account-view.js';

export const account: Handler = async (edge, request, response) => {
  const active = await readSession(edge.deps, sessionCookie(edge, request));
  if (active === undefined) return redirect(response, '/login');
  browserOf(edge, request, response);
  await showAccount(edge, request, response, active, outcomeOf(queryOf(request)));
};

async function showAccount(
  edge: Edge,
  request: Request,
  response: Response,
  active: ActiveSession,
  outcome: AccountOutcome | undefined,
): Promise<void> {
  const view = await accountView(edge, active);
  sendPage(response, accountPage(frameOf(edge, request), { ...view, outcome }));
}

/** What the last form came to, as its answer led here: one of a few sentences. */
function outcomeOf(query: URLSearchParams): AccountOutcome | undefined {
  const section = ACCOUNT_SECTIONS.find((known) => known === query.get('at'));
  const done = ACCOUNT_DONE.find((known) => known === query.get('done'));
  return section === undefined || done === undefined ? undefined : { section, done };
}

function accountUrl(section: AccountSection, done: AccountDone): string {
  return `/account?at=${section}&done=${done}`;
}

/** Where somebody comes back to who was sent to sign in again. */
export function afterSigningInAgain(asked: string | null): string | undefined {
  const section = ACCOUNT_SECTIONS.find((known) => known === asked);
  return section === undefined ? undefined : accountUrl(section, 'signedInAgain');
}

export const changeAccount: Handler = async (edge, request, response) => {
  const form = formOf(request);
  const name = form.get('action') ?? '';
  if (name === 'sign-out') return signOutHere(edge, request, response);
  const action = ACCOUNT_ACTIONS.get(name);
  if (action === undefined) throw statusError(400, 'This form has no such action.');
  const active = await readSession(edge.deps, sessionCookie(edge, request));
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

const signOutHere: Handler = async (edge, request, response) => {
  await signOut(edge.deps, sessionCookie(edge, request), callerOf(request));
  clearSessionCookie(edge, response);
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

/** The page once more, with what was typed. */
async function showProblem(
  edge: Edge,
  request: Request,
  response: Response,
  { active, form }: { readonly active: ActiveSession; readonly form: URLSearchParams },
  outcome: AccountOutcome & { readonly problem: AccountProblem },
): Promise<void> {
  const view = await accountView(edge, active);
  const typed = outcome.section === 'profile' ? OWN_PROFILE_FIELDS.filter((field) => form.has(field)) : [];
  const fields = { ...view.profile.fields, ...Object.fromEntries(typed.map((field) => [field, form.get(field)])) };
  const isConflict = ['lastPasskey', 'lastOwner', 'tooManyKeys', 'changing'].includes(outcome.problem);
  response.status(isConflict ? 409 : 400);
  const page = accountPage(frameOf(edge, request), { ...view, outcome, profile: { ...view.profile, fields } });
  sendPage(response, page);
}
