import { findActiveSession } from '../../../access/sessions/session.js';
import { noOwnerPage } from '../../../pages/message-page.js';
import { hasNoOwner } from '../../../webauthn/passkeys/owners.js';
import { frameOf, redirect, sendPage } from '../../answer/send.js';
import { sessionCookie } from '../../request/cookies.js';
import type { Handler } from '../../route.js';

/**
 * `/`: redirects to the account page. If the server has no owner yet, the page says where to find the link that creates
 * the first owner.
 */
export const home: Handler = async (edge, request, response) => {
  const { deps } = edge;
  const isSignedIn = (await findActiveSession(deps, sessionCookie(edge, request))) !== undefined;
  if (isSignedIn || !(await hasNoOwner(deps))) return redirect(response, '/account');
  sendPage(response, noOwnerPage(frameOf(edge, request), { origin: deps.config.issuer }), 'none');
};
