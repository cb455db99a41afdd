import { findActiveSession } from '../../access/sessions/session.js';
import { CeremonyError } from '../../model/errors.js';
import { passkeyNames } from '../../pages/formatters.js';
import { authenticationOptions } from '../../webauthn/ceremony/authentication-options.js';
import { registrationOptions } from '../../webauthn/ceremony/registration-options.js';
import { isUnknownCredential } from '../../webauthn/ceremony/unknown-credential.js';
import { verifyAuthentication } from '../../webauthn/ceremony/verify-authentication.js';
import { verifyRegistration } from '../../webauthn/ceremony/verify-registration.js';
import { frameOf, languageOf } from '../answer/send.js';
import { jsonOf } from '../request/bodies.js';
import { adoptBrowsers, namedBrowser, presentBrowser } from '../request/browser.js';
import { knownUsersCookie, setKnownUsersCookie, setLanguageCookie, setSessionCookie } from '../request/cookies.js';
import { deviceOf } from '../request/device.js';
import type { Handler } from '../route.js';

export const beginAuthentication: Handler = async (edge, request, response) => {
  const { interaction } = jsonOf(request);
  if (interaction !== undefined && typeof interaction !== 'string') {
    throw new CeremonyError('invalid_request', 'The interaction member of the request body must be a string.');
  }
  const { browserHash } = namedBrowser(edge, request, response);
  if (interaction !== undefined) await adoptBrowsers(edge, request, interaction, browserHash);
  response.json(await authenticationOptions(edge.deps, { browserHash, interactionId: interaction }));
};

export const finishAuthentication: Handler = async (edge, request, response) => {
  const { browserHash, sessionCookie, caller } = presentBrowser(edge, request);
  const known = knownUsersCookie(edge, request);
  const present = { presentSessionCookie: sessionCookie, knownUsersCookie: known };
  const attempt = { browserHash, response: jsonOf(request), ...present, caller, language: languageOf(edge, request) };
  const { next, sessionCookie: value, user } = await verifyAuthentication(edge.deps, attempt);
  setSessionCookie(edge, response, value);
  setKnownUsersCookie(edge, request, response, user);
  setLanguageCookie(edge, request, response, user);
  response.json({ next, username: user.username });
};

export const beginRegistration: Handler = async (edge, request, response) => {
  const { browserHash, sessionCookie, caller } = namedBrowser(edge, request, response);
  const { interaction } = jsonOf(request);
  if (typeof interaction === 'string') await adoptBrowsers(edge, request, interaction, browserHash);
  const activeSession = await findActiveSession(edge.deps, sessionCookie);
  const beginning = { browserHash, request: jsonOf(request), activeSession, caller };
  response.json(await registrationOptions(edge.deps, beginning));
};

export const finishRegistration: Handler = async (edge, request, response) => {
  const { browserHash, sessionCookie, caller } = presentBrowser(edge, request);
  const { name, trial, ...answer } = jsonOf(request);
  const { texts } = frameOf(edge, request);
  const attempt = {
    browserHash,
    response: answer,
    name,
    names: passkeyNames(texts, deviceOf(caller.userAgent)),
    language: texts.lang,
    trial,
    presentSessionCookie: sessionCookie,
    caller,
  };
  const { next, sessionCookie: value, user, isWaiting } = await verifyRegistration(edge.deps, attempt);
  if (value !== undefined) {
    setSessionCookie(edge, response, value);
    setKnownUsersCookie(edge, request, response, user);
  }
  // A browser that keeps its session does not become known, because a thief can have copied the cookie of the session.
  if (!isWaiting) setLanguageCookie(edge, request, response, user);
  response.json({ next });
};

/**
 * Responds with whether the passkey that the server just refused is unknown to the server. If it is unknown, the
 * sign-in page reports this to the browser, which can then stop offering the passkey.
 */
export const askUnknown: Handler = async (edge, request, response) => {
  const { browserHash } = presentBrowser(edge, request);
  response.json({ unknown: await isUnknownCredential(edge.deps, { browserHash, response: jsonOf(request) }) });
};
