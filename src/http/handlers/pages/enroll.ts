import { findActiveSession } from '../../../access/sessions/session.js';
import { keysThatStop } from '../../../admin/api-keys/api-keys-of-user.js';
import { pendingEnrolmentLinks } from '../../../admin/users/enrolment-links.js';
import { enrollPage, otherAccountPage } from '../../../pages/enrolment/enroll-page.js';
import { readEnrolment } from '../../../webauthn/enrolment/read-enrolment.js';
import { frameOf, sendPage } from '../../answer/send.js';
import { namedBrowser } from '../../request/browser.js';
import type { Handler } from '../../route.js';
import { signOutAndReturn } from './sign-out-and-return.js';

/**
 * `/enroll/{code}`: shows for which user the enrolment link is, and which of the user's API keys stop working when the
 * link is used. The link is used up when the user creates the passkey, not when the user opens the page. If another
 * user is signed in, the page asks which account to use.
 */
export const enroll: Handler = async (edge, request, response) => {
  const { sessionCookie } = namedBrowser(edge, request, response);
  const code = String(request.params.code);
  const user = await readEnrolment(edge.deps, code);
  const forWhom = user && (user.name === undefined ? user.username : `${user.name} (${user.username})`);
  const active = await findActiveSession(edge.deps, sessionCookie);
  const frame = frameOf(edge, request);
  if (active === undefined || active.user.id === user?.id) {
    const [keys, links] =
      user === undefined
        ? [[], []]
        : await Promise.all([keysThatStop(edge.deps, user), pendingEnrolmentLinks(edge.deps, user)]);
    const names = keys.map(({ name }) => name);
    const address = `${edge.deps.config.issuer}/enroll/${code}`;
    const endsSessions = (user?.passkeyIds.length ?? 0) > 0;
    const what = { endsSessions, otherLinksStop: links.length > 1, keysThatStop: names };
    return sendPage(response, enrollPage(frame, { code, forWhom, ...what, address }));
  }
  const { username } = active.user;
  sendPage(response, otherAccountPage(frame, { code, forWhom, username }));
};

/** Handles the form of `/enroll/{code}`, with which the user signs out and opens the enrolment link again. */
export const answerEnroll: Handler = (edge, request, response) => signOutAndReturn(edge, request, response, 'enroll');
