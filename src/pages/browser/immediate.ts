import type {
  AuthenticationResponseJSON as Answer,
  PublicKeyCredentialRequestOptionsJSON as Options,
} from '@simplewebauthn/browser';
import { webauthn } from './ceremony.js';

/**
 * Returns the WebAuthn features of the browser (WebAuthn Level 3 §5.1.7). The result is empty in older browsers, which
 * do not report their features.
 */
export async function capabilities(): Promise<PublicKeyCredentialClientCapabilities> {
  return 'getClientCapabilities' in PublicKeyCredential
    ? PublicKeyCredential.getClientCapabilities().catch(() => ({}))
    : Promise.resolve({});
}

type Parse = typeof PublicKeyCredential.parseRequestOptionsFromJSON;

/**
 * The shortest time in which a user can answer a dialog. If the browser reports an error sooner, it has shown no
 * dialog, because it knows no passkey on this device.
 */
const MIN_USER_ACTION_MS = 1000;

/**
 * Asks the browser for a passkey that the user can use on this device at once (`uiMode: 'immediate'` in Credential
 * Management). Returns `undefined` if there is none, or if the browser does not support this mode. TypeScript has no
 * types for this mode yet.
 */
export async function getImmediately(optionsJSON: Options): Promise<Answer | undefined> {
  if ((await capabilities()).immediateGet !== true) return undefined;
  webauthn.WebAuthnAbortService.cancelCeremony();
  const began = performance.now();
  try {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(optionsJSON as object as Parameters<Parse>[0]);
    const options = { publicKey, uiMode: 'immediate' } as CredentialRequestOptions;
    const credential = (await navigator.credentials.get(options)) as PublicKeyCredential | null;
    return (credential?.toJSON() as Answer | undefined) ?? undefined;
  } catch (error) {
    const isUserAction = performance.now() - began > MIN_USER_ACTION_MS;
    if (isUserAction && error instanceof Error && error.name === 'NotAllowedError') throw error;
    return undefined;
  }
}
