import { webauthn } from './ceremony.js';

type Signal = Parameters<typeof webauthn.sendSignal>[0];

/**
 * Sends a report to the browser's passkey manager (WebAuthn signal API). Browsers without this API ignore the report.
 */
function send(signal: Signal): Promise<void> {
  return webauthn.sendSignal(signal).then(
    () => undefined,
    () => undefined,
  );
}

/**
 * Reports a passkey that the server does not accept, so that the browser's passkey manager can stop offering the
 * passkey.
 */
export function reportUnknownPasskey(credentialID: string, rpID: string = location.hostname): Promise<void> {
  return send({ signalName: 'unknownCredential', rpID, credentialID });
}

/** A user with the ids of their passkeys, as the server stores them. */
export interface Account {
  readonly rpId: string;
  readonly userId: string;
  readonly name: string;
  readonly displayName: string;
  readonly credentialIds: readonly string[];
}

/**
 * Reports a user's names and the complete list of the user's passkeys. The passkey manager may hide passkeys of this
 * user that are not in the list.
 */
export async function reportAccount({ rpId: rpID, userId: userID, ...account }: Account): Promise<void> {
  const { name: userName, displayName: userDisplayName, credentialIds } = account;
  await send({ signalName: 'allAcceptedCredentials', rpID, userID, allAcceptedCredentialIDs: [...credentialIds] });
  await send({ signalName: 'currentUserDetails', rpID, userID, userName, userDisplayName });
}
