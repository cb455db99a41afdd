import { digestOf, randomText } from './authorization-request.js';
import { toBase64url } from './base64url.js';

/**
 * Sends requests with DPoP proofs (RFC 9449). The private key stays in this page and cannot be exported, so a stolen token
 * works nowhere else.
 */
export interface BoundFetch {
  send(
    url: string,
    init: RequestInit & { readonly method: string },
    accessToken?: string | undefined,
  ): Promise<Response>;
  /** Returns the thumbprint (RFC 7638) of the public key. */
  thumbprint(): Promise<string>;
}

const KEY = { name: 'ECDSA', namedCurve: 'P-256' };
/** ES256 (RFC 7518 §3.4). */
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' };

export function makeBoundFetch(now: () => number): BoundFetch {
  const keys = crypto.subtle.generateKey(KEY, false, ['sign', 'verify']) as Promise<CryptoKeyPair>;
  // The members are in the order that a thumbprint needs (RFC 7638 §3.2).
  const jwk = keys
    .then(({ publicKey }) => crypto.subtle.exportKey('jwk', publicKey))
    .then(({ crv, kty, x, y }) => ({ crv, kty, x, y }));
  let nonce: string | undefined;

  /** Makes a proof for one request (RFC 9449 §4.2). */
  async function makeProof(url: string, method: string, accessToken: string | undefined): Promise<string> {
    const { origin, pathname } = new URL(url);
    const claims = {
      jti: randomText(),
      htm: method,
      htu: origin + pathname,
      iat: Math.floor(now() / 1000),
      nonce,
      ath: accessToken && (await digestOf(accessToken)),
    };
    const signed = `${partOf({ typ: 'dpop+jwt', alg: 'ES256', jwk: await jwk })}.${partOf(claims)}`;
    const signature = await crypto.subtle.sign(SIGNATURE, (await keys).privateKey, new TextEncoder().encode(signed));
    return `${signed}.${toBase64url(new Uint8Array(signature))}`;
  }

  async function sendOnce(
    url: string,
    init: RequestInit & { method: string },
    accessToken?: string,
  ): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('DPoP', await makeProof(url, init.method, accessToken));
    if (accessToken !== undefined) headers.set('Authorization', `DPoP ${accessToken}`);
    const response = await fetch(url, { ...init, headers, cache: 'no-store' });
    nonce = response.headers.get('DPoP-Nonce') ?? nonce;
    return response;
  }

  return {
    send: async (url, init, accessToken) => {
      const before = nonce;
      const response = await sendOnce(url, init, accessToken);
      const wantsNonce = (response.status === 400 || response.status === 401) && nonce !== before;
      return wantsNonce ? sendOnce(url, init, accessToken) : response;
    },
    thumbprint: async () => digestOf(JSON.stringify(await jwk)),
  };
}

/** A part of a JWT (RFC 7515 §3.1). Members without a value are left out. */
function partOf(values: object): string {
  return toBase64url(new TextEncoder().encode(JSON.stringify(values)));
}
