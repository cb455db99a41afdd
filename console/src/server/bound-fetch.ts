import { calculateThumbprint, generateKeyPair, generateProof, type KeyPair } from 'dpop';

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

export function makeBoundFetch(): BoundFetch {
  const keys: Promise<KeyPair> = generateKeyPair('ES256', { extractable: false });
  let nonce: string | undefined;

  async function sendOnce(
    url: string,
    init: RequestInit & { method: string },
    accessToken?: string,
  ): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('DPoP', await generateProof(await keys, url, init.method, nonce, accessToken));
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
    thumbprint: async () => calculateThumbprint((await keys).publicKey),
  };
}
