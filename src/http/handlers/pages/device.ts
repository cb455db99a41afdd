import { enterUserCode } from '../../../oidc/device/enter-user-code.js';
import { deviceDonePage, devicePage } from '../../../pages/sign-in/device-page.js';
import { frameOf, sendPage } from '../../answer/send.js';
import { formOf, queryOf } from '../../request/bodies.js';
import { answerBrowser, namedBrowser } from '../../request/browser.js';
import type { Handler } from '../../route.js';

/**
 * `/device`: asks for the code that a device shows. With `?done=allowed` or `?done=denied`, confirms the user's
 * decision.
 */
export const device: Handler = (edge, request, response) => {
  const query = queryOf(request);
  const frame = frameOf(edge, request);
  const done = query.get('done');
  if (done === 'allowed' || done === 'denied') return sendPage(response, deviceDonePage(frame, done), 'none');
  sendPage(response, devicePage(frame, { fromLink: query.has('user_code'), unknown: false }));
};

export const answerDevice: Handler = async (edge, request, response) => {
  const typed = formOf(request).get('user_code') ?? '';
  const answer = await enterUserCode(edge.deps, typed, namedBrowser(edge, request, response));
  if (answer !== undefined) return answerBrowser(edge, request, response, answer);
  sendPage(response.status(400), devicePage(frameOf(edge, request), { userCode: typed.slice(0, 20), unknown: true }));
};
