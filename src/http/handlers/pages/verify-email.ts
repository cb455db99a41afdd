import { countAccountChange } from '../../../access/sessions/account-changes.js';
import { type ActiveSession, findActiveSession } from '../../../access/sessions/session.js';
import { readVerificationLink, type VerificationProblem, verifyEmail } from '../../../account/verify-email.js';
import { readHandle } from '../../../keys/secrets.js';
import { unknownVerificationPage, verifyEmailPage, verifyEmailRefusedPage } from '../../../pages/verify-email-page.js';
import { frameOf, redirect, sendPage } from '../../answer/send.js';
import { formOf } from '../../request/bodies.js';
import { callerOf, namedBrowser } from '../../request/browser.js';
import type { Edge, Handler, Request, Response } from '../../route.js';
import { accountUrl } from '../account/account.js';
import { signOutAndReturn } from './sign-out-and-return.js';

/**
 * `/verify-email/{code}`: the link in a verification mail. It changes nothing, because programs that check mails open all
 * links. A user who is not signed in signs in first: only a session of the account can verify its address.
 */
export const openVerifyEmail: Handler = async (edge, request, response) => {
  const { sessionCookie } = namedBrowser(edge, request, response);
  const active = await findActiveSession(edge.deps, sessionCookie);
  if (active === undefined) return signInFirst(edge, request, response);
  const link = await readVerificationLink(edge.deps, active, codeOf(request));
  if (link === undefined || 'problem' in link) return refuse(edge, request, response, { active, link });
  const { username } = active.user;
  sendPage(response, verifyEmailPage(frameOf(edge, request), { code: codeOf(request), username, email: link.email }));
};

/** Handles the buttons of `/verify-email/{code}`: the user verifies the address, or signs out of another account. */
export const answerVerifyEmail: Handler = async (edge, request, response) => {
  if (formOf(request).get('action') !== 'verify') return signOutAndReturn(edge, request, response, 'verify-email');
  const { sessionCookie } = namedBrowser(edge, request, response);
  const active = await findActiveSession(edge.deps, sessionCookie);
  if (active === undefined) return signInFirst(edge, request, response);
  const caller = callerOf(request);
  await countAccountChange(edge.deps, active, caller);
  const link = await verifyEmail(edge.deps, active, codeOf(request), caller);
  if (link === undefined || 'problem' in link) return refuse(edge, request, response, { active, link });
  redirect(response, accountUrl('profile', VERIFIED[link.groups ?? 'UNCHANGED']));
};

const VERIFIED = { UNCHANGED: 'emailVerified', JOINED: 'groupsJoined', NONE: 'groupsMissed' } as const;

/** Returns the path of the link with this code, or `undefined` if the code has the wrong form. */
export function verifyEmailPath(code: string): string | undefined {
  return readHandle(code) === undefined ? undefined : `/verify-email/${code}`;
}

function codeOf(request: Request): string {
  return String(request.params.code);
}

function signInFirst(edge: Edge, request: Request, response: Response): void {
  const code = codeOf(request);
  if (verifyEmailPath(code) !== undefined) redirect(response, `/login?verify=${code}`);
  else sendPage(response.status(404), unknownVerificationPage(frameOf(edge, request)));
}

function refuse(
  edge: Edge,
  request: Request,
  response: Response,
  {
    active,
    link,
  }: { readonly active: ActiveSession; readonly link: { readonly problem: VerificationProblem } | undefined },
): void {
  const frame = frameOf(edge, request);
  response.status(link === undefined ? 404 : 409);
  const { username } = active.user;
  const page =
    link === undefined
      ? unknownVerificationPage(frame)
      : verifyEmailRefusedPage(frame, { code: codeOf(request), username, problem: link.problem });
  sendPage(response, page);
}
