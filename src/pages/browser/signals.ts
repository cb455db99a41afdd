import { webauthn } from './ceremony.js';

type Signal = Parameters<typeof webauthn.sendSignal>[0];

/** Reports to the passkey manager of the browser. Browsers without this API do nothing. */
function send(signal: Signal): Promise<void> {
  return webauthn.sendSignal(signal).then(
    () => undefined,
    () => undefined,
  );
}

/** The server does not accept the passkey: the passkey manager can stop offering it. */
export function reportUnknownPasskey(credentialID: string, rpID: string = location.hostname): Promise<void> {
  return send({ signalName: 'unknownCredential', rpID, credentialID });
}

/** An account as the server stores it. */
export interface Account {
  readonly rpId: string;
  readonly userId: string;
  readonly name: string;
  readonly displayName: string;
  readonly credentialIds: readonly string[];
}

/** Reports the account's passkeys and names. The passkey manager hides other passkeys of the account. */
export async function reportAccount({ rpId: rpID, userId: userID, ...account }: Account): Promise<void> {
  const { name: userName, displayName: userDisplayName, credentialIds } = account;
  await send({ signalName: 'allAcceptedCredentials', rpID, userID, allAcceptedCredentialIDs: [...credentialIds] });
  await send({ signalName: 'currentUserDetails', rpID, userID, userName, userDisplayName });
}
