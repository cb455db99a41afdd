import type { Deps } from '../../model/deps.js';

/**
 * The library fetches revocation lists from URLs in certificates, which an attacker can choose. Make it use the `fetch`
 * that refuses private addresses. Without `ATTESTATION=direct` no certificate is trusted, so nothing is fetched.
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

/** Not exported by the package, but the module that its own files import. */
const FETCH_MODULE = new URL('./helpers/fetch.js', import.meta.resolve('@simplewebauthn/server')).href;
