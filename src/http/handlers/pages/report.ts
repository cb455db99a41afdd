import {
  findReportedSession,
  passkeyOfReported,
  type ReportedSession,
} from '../../../access/sessions/reported-session.js';
import { endSessionByMail } from '../../../account/own-sessions.js';
import { type ReportedSessionProps, reportedPage, reportPage, unknownReportPage } from '../../../pages/report-page.js';
import { frameOf, sendPage } from '../../answer/send.js';
import { unknownAction } from '../../answer/status-error.js';

import { formOf } from '../../request/bodies.js';
import { callerOf } from '../../request/browser.js';
import { deviceOf } from '../../request/device.js';
import type { Edge, Handler } from '../../route.js';

/**
 * `/report/{code}`: the link "This wasn't me" of a mail. It shows the session that the button ends, and changes nothing.
 */
export const report: Handler = async (edge, request, response) => {
  const code = String(request.params.code);
  const found = await findReportedSession(edge.deps, code);
  const frame = frameOf(edge, request);
  sendPage(
    response,
    found === undefined ? unknownReportPage(frame) : reportPage(frame, await propsOf(edge, code, found)),
  );
};

/** Handles the button of `/report/{code}`. No sign-in is needed: the code permits only this. */
export const answerReport: Handler = async (edge, request, response) => {
  if (formOf(request).get('action') !== 'end') throw unknownAction();
  const code = String(request.params.code);
  const found = await endSessionByMail(edge.deps, code, callerOf(request));
  const frame = frameOf(edge, request);
  sendPage(
    response,
    found === undefined
      ? unknownReportPage(frame)
      : reportedPage(frame, { ...(await propsOf(edge, code, found)), isKept: found.deletionCancelled }),
  );
};

async function propsOf({ deps }: Edge, code: string, found: ReportedSession): Promise<ReportedSessionProps> {
  const { session, user } = found;
  const { userAgent, createdAt, endedAt } = session;
  const passkey = await passkeyOfReported(deps, found);
  return {
    code,
    username: user.username,
    passkey: passkey && { name: passkey.name, isOnly: user.passkeyIds.length === 1 },
    createdAt,
    endedAt,
    ...deviceOf(userAgent),
  };
}
