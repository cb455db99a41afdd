import { signOut } from '../../../access/sessions/sign-out.js';
import { redirect } from '../../answer/send.js';
import { unknownAction } from '../../answer/status-error.js';
import { formOf } from '../../request/bodies.js';
import { namedBrowser } from '../../request/browser.js';
import { clearSessionCookie } from '../../request/cookies.js';
import type { Edge, Request, Response } from '../../route.js';

/** Handles the button with which the user of another account signs out, and opens the link with this code again. */
export async function signOutAndReturn(
  edge: Edge,
  request: Request,
  response: Response,
  page: 'enroll' | 'invite' | 'join' | 'verify-email',
): Promise<void> {
  const { sessionCookie, caller } = namedBrowser(edge, request, response);
  if (formOf(request).get('action') !== 'sign-out') throw unknownAction();
  await signOut(edge.deps, sessionCookie, caller);
  clearSessionCookie(edge, request, response);
  redirect(response, `/${page}/${encodeURIComponent(String(request.params.code))}`);
}
