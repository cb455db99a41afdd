import { keysThatStop } from '../../../admin/api-keys/api-keys-of-user.js';
import { enrollPage } from '../../../pages/enroll-page.js';
import { readEnrolment } from '../../../webauthn/enrolment/read-enrolment.js';
import { frameOf, sendPage } from '../../answer/send.js';
import { namedBrowser } from '../../request/browser.js';
import type { Handler } from '../../route.js';

/**
 * `/enroll/{code}`: shows for which user the enrolment link is, and which of the user's API keys stop when it is used. The link is used up when the user creates the passkey,
 * not when the user opens the page.
 */
export const enroll: Handler = async (edge, request, response) => {
  namedBrowser(edge, request, response);
  const code = String(request.params.code);
  const user = await readEnrolment(edge.deps, code);
  const forWhom = user && (user.name === undefined ? user.username : `${user.name} (${user.username})`);
  const names = user === undefined ? [] : (await keysThatStop(edge.deps, user)).map(({ name }) => name);
  sendPage(response, enrollPage(frameOf(edge, request), { code, forWhom, keysThatStop: names }));
};
