import { endReportedSession, findReportedSession } from '../../../access/sessions/reported-session.js';
import { reportedPage, reportPage, unknownReportPage } from '../../../pages/report-page.js';
import { frameOf, sendPage } from '../../answer/send.js';
import { unknownAction } from '../../answer/status-error.js';
import { formOf } from '../../request/bodies.js';
import { callerOf } from '../../request/browser.js';
import { deviceOf } from '../../request/device.js';
import type { Handler } from '../../route.js';

/**
 * `/report/{code}`: the link "This wasn't me" of a mail. It shows the session that the button ends, and changes nothing.
 */
export const report: Handler = async (edge, request, response) => {
  const code = String(request.params.code);
  const found = await findReportedSession(edge.deps, code);
  const frame = frameOf(edge, request);
  if (found === undefined) return sendPage(response, unknownReportPage(frame));
  const { ipAddress: address, userAgent, createdAt } = found.session;
  const place = { address, country: edge.countryOf(address) };
  sendPage(response, reportPage(frame, { code, createdAt, ...place, ...deviceOf(userAgent) }));
};

/** Handles the button of `/report/{code}`. No sign-in is needed: the code permits only this. */
export const answerReport: Handler = async (edge, request, response) => {
  if (formOf(request).get('action') !== 'end') throw unknownAction();
  const isKnown = await endReportedSession(edge.deps, String(request.params.code), callerOf(request));
  sendPage(response, (isKnown ? reportedPage : unknownReportPage)(frameOf(edge, request)));
};
