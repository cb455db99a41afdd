import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Signer } from './scenarios/scenario.js';

/** Makes the key with which a client signs its authorization requests. */
export async function makeRequestKey(): Promise<{ jwks: { keys: object[] }; sign: Signer['sign'] }> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const header = { alg: 'ES256', kid: 'request', typ: 'oauth-authz-req+jwt' };
  return {
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: header.kid, use: 'sig', alg: header.alg }] },
    // The longest time that Passgraph accepts. The counting of round trips moves its clock ahead by up to 46 minutes.
    sign: (claims) =>
      new SignJWT({ ...claims }).setProtectedHeader(header).setIssuedAt().setExpirationTime('59m').sign(privateKey),
  };
}
