import type {
  AuthenticationResponseJSON as Answer,
  PublicKeyCredentialRequestOptionsJSON as Options,
} from '@simplewebauthn/browser';
import { webauthn } from './ceremony.js';

/**
 * Returns the browser's WebAuthn features (WebAuthn Level 3 §5.1.7). Older browsers report none: the result is empty.
 */
export async function capabilities(): Promise<PublicKeyCredentialClientCapabilities> {
  return 'getClientCapabilities' in PublicKeyCredential
    ? PublicKeyCredential.getClientCapabilities().catch(() => ({}))
    : Promise.resolve({});
}

type Parse = typeof PublicKeyCredential.parseRequestOptionsFromJSON;

/** If the browser answers sooner, the user has not seen anything: there is no passkey at hand. */
const MIN_USER_ACTION_MS = 1000;

/**
 * Asks only for passkeys that are at hand (`uiMode: 'immediate'` of Credential Management). Returns `undefined` if there
 * are none, or if the browser does not know this mode. TypeScript has no types for it yet.
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
