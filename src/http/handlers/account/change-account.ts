import { countAccountChange } from '../../../access/sessions/account-changes.js';
import { keepForm, takeKeptForm } from '../../../access/sessions/kept-values.js';
import { type ActiveSession, findActiveSession } from '../../../access/sessions/session.js';
import { signOut } from '../../../access/sessions/sign-out.js';
import { AdminError, CeremonyError } from '../../../model/errors.js';
import type { AccountApiKeys } from '../../../pages/account/account-api-keys.js';
import type { AccountOutcome, AccountProblem } from '../../../pages/account/account-outcome.js';
import { accountPage } from '../../../pages/account/account-page.js';
import { redirect, sendPage } from '../../answer/send.js';
import { unknownAction } from '../../answer/status-error.js';
import { formOf } from '../../request/bodies.js';
import { callerOf } from '../../request/browser.js';
import { clearSessionCookie, knownBrowser, sessionCookie } from '../../request/cookies.js';
import { LIMITS } from '../../request/limits.js';
import type { Edge, Handler, Request, Response } from '../../route.js';
import { accountFrame, accountUrl } from './account.js';
import { accountView } from './account-view.js';
import type { AccountAction, AccountFile, AccountForm } from './actions/account-action.js';
import { ACCOUNT_ACTIONS } from './actions/account-actions.js';
import { keepShownSecret } from './shown-once.js';

/** Handles the forms of the account page. */
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
  await runAction(edge, request, response, { action, sent });
};

interface SentAction {
  readonly action: AccountAction;
  readonly sent: AccountForm;
}

/** Runs an action of the account page, and shows its result or what is wrong. */
export async function runAction(
  edge: Edge,
  request: Request,
  response: Response,
  { action, sent }: SentAction,
): Promise<void> {
  const { active, form } = sent;
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
}

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
  if (error instanceof CeremonyError) return problems[error.limit ?? error.code] ?? PROBLEMS[error.code];
  if (!(error instanceof AdminError)) return undefined;
  if (error.code === 'CONFLICT') return problems.CONFLICT ?? 'changing';
  if (error.code === 'RATE_LIMITED' || error.code === 'FORBIDDEN') return problems[error.code];
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
  deletionOff: 403,
  tooManyPasskeys: 409,
  deviceLinkGone: 404,
  changing: 409,
  gone: 404,
  tooManyChanges: 429,
  tooManyMails: 429,
  tooManyPictures: 429,
  pictureBusy: 429,
};

const LIMITS_EXCEEDED: Partial<Record<AccountProblem, keyof typeof LIMITS>> = {
  tooManyChanges: 'accountChange',
  tooManyMails: 'verificationMail',
  tooManyPictures: 'picture',
};

/** Puts the values that the user typed for a new API key back into the form. */
function withTypedKey(apiKeys: AccountApiKeys | undefined, form: URLSearchParams): AccountApiKeys | undefined {
  const typed = { name: form.get('name') ?? '', days: form.get('days') ?? '', permissions: form.getAll('permission') };
  return apiKeys && { ...apiKeys, typed };
}
