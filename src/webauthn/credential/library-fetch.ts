import type { Deps } from '../../model/deps.js';

/**
 * Makes the WebAuthn library use our `fetch`, which refuses private addresses. The library fetches revocation lists
 * from URLs in certificates, and an attacker can choose these URLs. If `ATTESTATION` is `none`, the library needs no
 * revocation lists, so every fetch is refused.
 */
export async function setLibraryFetch({ config, fetch }: Pick<Deps, 'config' | 'fetch'>): Promise<void> {
  const { _fetchInternals: internals } = await import(FETCH_MODULE);
  internals.stubThis =
    config.attestation === 'none'
      ? () =>
          Promise.reject(
            new Error('The server fetches no revocation lists of certificates, because ATTESTATION is none.'),
          )
      : fetch;
}

/**
 * The module with which the library fetches. The package does not export this module, so it is imported by its file
 * URL.
 */
const FETCH_MODULE = new URL('./helpers/fetch.js', import.meta.resolve('@simplewebauthn/server')).href;
