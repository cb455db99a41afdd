import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Session } from '../../src/model/access/session.js';
import type { Caller, Deps } from '../../src/model/deps.js';
import { CeremonyError } from '../../src/model/errors.js';
import { authenticationOptions } from '../../src/webauthn/ceremony/authentication-options.js';
import { registrationOptions } from '../../src/webauthn/ceremony/registration-options.js';
import { type SignedIn, verifyAuthentication } from '../../src/webauthn/ceremony/verify-authentication.js';
import { type Registered, verifyRegistration } from '../../src/webauthn/ceremony/verify-registration.js';
import { createFirstOwnerCode } from '../../src/webauthn/enrolment/first-owner-link.js';
import type { Forgery, SoftwareAuthenticator } from './software-authenticator.js';

/** A browser and its session. */
export interface Browser {
  readonly browserHash: string;
  readonly presentSessionCookie?: string | undefined;
  readonly caller: Caller;
}

export function browser(name = 'browser', presentSessionCookie?: string): Browser {
  return {
    browserHash: name,
    presentSessionCookie,
    caller: { ipAddress: '192.0.2.1', userAgent: 'A browser' },
  };
}

interface Ceremony<Response> {
  readonly in?: Browser;
  readonly forgery?: Forgery;
  /** Changes the answer after it was signed. */
  readonly tamper?: (response: Response) => unknown;
}

/** Runs an authentication ceremony from options to session. */
export async function authenticate(
  deps: Deps,
  authenticator: SoftwareAuthenticator,
  ceremony: Ceremony<AuthenticationResponseJSON> & { readonly interactionId?: string } = {},
): Promise<SignedIn> {
  const { in: place = browser(), forgery, tamper = (response) => response, interactionId } = ceremony;
  const options = await authenticationOptions(deps, { browserHash: place.browserHash, interactionId });
  const response = tamper(authenticator.get(options, forgery));
  return verifyAuthentication(deps, { ...place, response });
}

/** A registration after which the user has a session. */
export type SignedInByRegistration = Registered & { readonly session: Session };

/** Runs a registration ceremony from options to session. */
export async function register(
  deps: Deps,
  authenticator: SoftwareAuthenticator,
  ceremony: Ceremony<RegistrationResponseJSON> & {
    readonly request: unknown;
    readonly name?: string;
    readonly activeSession?: Parameters<typeof registrationOptions>[1]['activeSession'];
  },
): Promise<SignedInByRegistration> {
  const { in: place = browser(), forgery, tamper = (response) => response, request, name, activeSession } = ceremony;
  const options = await registrationOptions(deps, { ...place, request, activeSession });
  const response = tamper(authenticator.create(options, forgery));
  const registered = await verifyRegistration(deps, { ...place, response, name });
  const { session } = registered;
  if (session === undefined) throw new Error('The user has no session.');
  return { ...registered, session };
}

/** The error that refuses the attempt. Throws if the attempt succeeds. */
export async function ceremonyErrorOf(attempt: Promise<unknown>): Promise<CeremonyError> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof CeremonyError) return error;
  throw new Error(`The attempt was not refused: ${String(error)}`);
}

/** Registers the first owner with a link as the first start prints it. */
export async function registerFirstOwner(
  deps: Deps,
  authenticator: SoftwareAuthenticator,
): Promise<SignedInByRegistration> {
  return register(deps, authenticator, { request: { enrolment: await createFirstOwnerCode(deps) } });
}
