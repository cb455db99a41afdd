import type { Deps } from '../../model/deps.js';

/**
 * Has the library go through the one way out of the process when it looks for revoked certificates, at addresses that
 * stand in certificates, which whoever registers has chosen. Where attestation is not demanded a statement proves
 * nothing, and nobody is asked about it.
 */
export async function setLibraryFetch({ config, fetch }: Pick<Deps, 'config' | 'fetch'>): Promise<void> {
  const { _fetchInternals: way } = await import(FETCH);
  way.stubThis = config.attestation === 'none' ? () => Promise.reject(new Error('nothing is fetched')) : fetch;
}

/** Not among what the package exports; a file of it all the same, and the same one that its other files load. */
const FETCH = new URL('./helpers/fetch.js', import.meta.resolve('@simplewebauthn/server')).href;
