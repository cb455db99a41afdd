import { domainToUnicode } from 'node:url';
import { findActiveSession } from '../../../access/sessions/session.js';
import { invitedElsewherePage, invitePage, requestedPage } from '../../../pages/enrolment/invite-page.js';
import { openInvitation } from '../../../webauthn/invitations/invitation-code.js';
import { frameOf, sendPage } from '../../answer/send.js';
import { queryOf } from '../../request/bodies.js';
import { namedBrowser } from '../../request/browser.js';
import type { Handler } from '../../route.js';
import { signOutAndReturn } from './sign-out-and-return.js';

/**
 * `/invite/{code}`: the page on which an invited person creates an account. Opening it uses nothing up. If a user is
 * signed in, the page asks which account to use.
 */
export const invite: Handler = async (edge, request, response) => {
  const { sessionCookie } = namedBrowser(edge, request, response);
  const code = String(request.params.code);
  const { invitation } = await openInvitation(edge.deps, code);
  const active = await findActiveSession(edge.deps, sessionCookie);
  const frame = frameOf(edge, request);
  if (active !== undefined) {
    return sendPage(response, invitedElsewherePage(frame, { code, username: active.user.username }));
  }
  const { emailDomain, askEmail = false, requiresApproval = false } = invitation;
  const page = {
    code,
    address: `${edge.deps.config.issuer}/invite/${code}`,
    emailDomain: emailDomain && domainToUnicode(emailDomain),
    asksEmail: askEmail,
    requiresApproval,
    sendsMails: edge.deps.config.mail !== undefined,
  };
  sendPage(response, invitePage(frame, page));
};

/** `/invited`: the page after a registration that an administrator has to approve. It is the same for everyone. */
export const invited: Handler = (edge, request, response) => {
  const getsMail = queryOf(request).has('mail');
  sendPage(response, requestedPage(frameOf(edge, request), { getsMail }));
};

/** Handles the form of `/invite/{code}`, with which the user signs out and opens the invitation again. */
export const answerInvite: Handler = (edge, request, response) => signOutAndReturn(edge, request, response, 'invite');
