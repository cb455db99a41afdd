import { findActiveSession } from '../../../access/sessions/session.js';
import { CeremonyError } from '../../../model/errors.js';
import type { User } from '../../../model/people/user.js';
import { invalidJoinPage, joinedElsewherePage, joinPage } from '../../../pages/enrolment/join-page.js';
import { isForUser } from '../../../webauthn/enrolment/enrolment-code.js';
import { readJoiningLink } from '../../../webauthn/second-device/device-link-state.js';
import { frameOf, sendJson, sendPage } from '../../answer/send.js';
import { namedBrowser, presentBrowser } from '../../request/browser.js';
import type { Handler } from '../../route.js';
import { signOutAndReturn } from './sign-out-and-return.js';

/**
 * `/join/{code}`: the page on which another device of a signed-in user creates its passkey, and then shows its number.
 * Opening it uses nothing up.
 */
export const join: Handler = async (edge, request, response) => {
  const { deps } = edge;
  const { browserHash, sessionCookie } = namedBrowser(edge, request, response);
  const code = String(request.params.code);
  const frame = frameOf(edge, request);
  const joining = await orInvalid(readJoiningLink(deps, code, browserHash));
  if (joining === undefined) {
    response.status(400);
    return sendPage(response, invalidJoinPage(frame));
  }
  const { state, link, user } = joining;
  const forWhom = nameOf(user);
  const active = await findActiveSession(deps, sessionCookie);
  if (active !== undefined && !isForUser(link, active.user) && state !== 'TAKEN') {
    return sendPage(response, joinedElsewherePage(frame, { code, forWhom, username: active.user.username }));
  }
  const address = `${deps.config.issuer}/join/${code}`;
  const unknown = state === 'REFUSED' && link.passkey !== undefined ? link.passkey.id : undefined;
  const facts = { code, state, forWhom, address, number: link.device?.number };
  sendPage(response, joinPage(frame, { ...facts, unknownPasskey: unknown, rpId: deps.config.rpId }));
};

function nameOf({ name, username }: User): string {
  return name === undefined ? username : `${name} (${username})`;
}

async function orInvalid<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof CeremonyError && error.code === 'enrolment_invalid') return undefined;
    throw error;
  }
}

/** `/join/{code}/state`: the page asks for this again and again, and reloads if it changes. */
export const joinState: Handler = async (edge, request, response) => {
  const { browserHash } = presentBrowser(edge, request);
  const joining = await orInvalid(readJoiningLink(edge.deps, String(request.params.code), browserHash));
  response.set('Cache-Control', 'no-store');
  sendJson(response, { state: joining?.state ?? 'VOID' });
};

/** Handles the form of `/join/{code}`, with which the user of another account signs out and opens the link again. */
export const answerJoin: Handler = (edge, request, response) => signOutAndReturn(edge, request, response, 'join');
