import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import type { Deps } from '../../model/deps.js';
import { COSE_ALGORITHMS } from '../credential/public-key.js';
import { beginEnrolment, type RegistrationBeginning } from '../enrolment/begin-enrolment.js';
import { authenticatorHints, CEREMONY_TIMEOUT_MS, createChallenge } from './create-challenge.js';

/**
 * How long a registration challenge is valid: the time limit of the browser, and some minutes in which the browser can
 * send its response.
 */
const CHALLENGE_LIFETIME_SECONDS = 600;

/**
 * Creates the options with which the browser creates a passkey. The user has an enrolment link or a recovery code, is
 * signed in, or registers as a new user of a client.
 * https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialcreationoptionsjson
 *
 * @throws CeremonyError `invalid_request`, `enrolment_invalid`, `interaction_expired`, `registration_disabled`,
 * `username_invalid`, `username_taken`, `recovery_invalid`, `rate_limited`, `authentication_required`,
 * `too_many_passkeys`, `signed_in_as_another`
 */
export async function registrationOptions(
  deps: Deps,
  beginning: RegistrationBeginning,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { account, bound } = await beginEnrolment(deps, beginning);
  const { browserHash } = beginning;
  const challengeOf = { ceremony: 'registration', browserHash, ...bound } as const;
  return {
    challenge: await createChallenge(deps, challengeOf, CHALLENGE_LIFETIME_SECONDS),
    rp: { id: deps.config.rpId, name: deps.config.rpName },
    user: {
      id: account.webauthnUserId,
      name: account.username,
      displayName: account.name ?? account.username,
    },
    pubKeyCredParams: COSE_ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: await credentialsToExclude(deps, account.passkeyIds),
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: deps.config.attestation,
    timeout: CEREMONY_TIMEOUT_MS,
    hints: [...authenticatorHints(deps.config)],
    extensions: { credProps: true },
  };
}

async function credentialsToExclude(deps: Deps, passkeyIds: readonly string[]) {
  const passkeys = await deps.store.passkeys.findMany(passkeyIds);
  return passkeys
    .filter(({ rpId }) => rpId === deps.config.rpId)
    .map(({ id, transports }) => ({ id, type: 'public-key', transports: [...transports] }));
}
