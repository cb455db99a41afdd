import { hasKeptForm } from '../../../access/sessions/kept-values.js';
import { findActiveSession } from '../../../access/sessions/session.js';
import { ACCOUNT_SECTIONS } from '../../../pages/account/account-outcome.js';
import { resumePage } from '../../../pages/form-post-page.js';
import { frameOf, redirect, sendPage } from '../../answer/send.js';
import { queryOf } from '../../request/bodies.js';
import { sessionCookie } from '../../request/cookies.js';
import type { Handler } from '../../route.js';
import { accountUrl } from './account.js';

/**
 * Returns the URL of the account page that opens after the user has signed in again. In `query`, `again` is the section
 * of the interrupted action, and `form` is the ticket of its form. Returns `undefined` if it is unknown.
 */
export function afterSigningInAgain(query: URLSearchParams): string | undefined {
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
