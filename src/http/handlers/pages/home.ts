import { readSession } from '../../../access/sessions/session.js';
import { noOwnerPage } from '../../../pages/message-page.js';
import { hasNoOwner } from '../../../webauthn/passkeys/owners.js';
import { frameOf, redirect, sendPage } from '../../answer/send.js';
import { sessionCookie } from '../../request/cookies.js';
import type { Handler } from '../../route.js';

/** `/`: one's own account; at a server that nobody owns yet, where the link is with which somebody can. */
export const home: Handler = async (edge, request, response) => {
  const { deps } = edge;
  const isSignedIn = (await readSession(deps, sessionCookie(edge, request))) !== undefined;
  if (isSignedIn || !(await hasNoOwner(deps))) return redirect(response, '/account');
  sendPage(response, noOwnerPage(frameOf(edge, request), { enrolment: `${deps.config.issuer}/enroll/…` }));
};
