import type { Deps } from '../../model/deps.js';

/**
 * Makes the WebAuthn library use our `fetch`, which refuses private addresses. The library fetches revocation lists
 * from URLs in certificates, and an attacker can choose these URLs. If attestation is `none`, the library needs no
 * revocation lists, so every fetch is refused.
 */
export async function setLibraryFetch({ config, fetch }: Pick<Deps, 'config' | 'fetch'>): Promise<void> {
  const { _fetchInternals: internals } = await import(FETCH_MODULE);
  internals.stubThis = (...args: Parameters<typeof fetch>) =>
    config.attestation === 'none'
      ? Promise.reject(
          new Error('The server fetches no revocation lists of certificates, because attestation is none.'),
        )
      : fetch(...args);
}

/**
 * The module with which the library fetches. The package does not export this module, so it is imported by its file
 * URL.
 */
const FETCH_MODULE = new URL('./helpers/fetch.js', import.meta.resolve('@simplewebauthn/server')).href;
