import { webauthn } from './ceremony.js';

type Signal = Parameters<typeof webauthn.sendSignal>[0];

/** Tells whoever keeps passkeys for the browser. A browser that has no way to is none the worse. */
function tell(signal: Signal): Promise<void> {
  return webauthn.sendSignal(signal).then(
    () => undefined,
    () => undefined,
  );
}

/** That a passkey signs nobody in here: it need not be offered any more. */
export function forget(credentialID: string, rpID: string = location.hostname): Promise<void> {
  return tell({ signalName: 'unknownCredential', rpID, credentialID });
}

/** An account, as the server has it. */
export interface Account {
  readonly rpId: string;
  readonly userId: string;
  readonly name: string;
  readonly displayName: string;
  readonly credentialIds: readonly string[];
}

/** Which passkeys an account has, and what it is called: others go, and come back where they were hidden by mistake. */
export async function keepInStep({ rpId: rpID, userId: userID, ...account }: Account): Promise<void> {
  const { name: userName, displayName: userDisplayName, credentialIds } = account;
  await tell({ signalName: 'allAcceptedCredentials', rpID, userID, allAcceptedCredentialIDs: [...credentialIds] });
  await tell({ signalName: 'currentUserDetails', rpID, userID, userName, userDisplayName });
}
