import type { Deps } from '../../model/deps.js';

/** The FIDO Metadata Service: https://fidoalliance.org/metadata/ */
const METADATA_URL = 'https://mds3.fidoalliance.org/';
/** The maximum size of the metadata file. It is large, because the file grows with each authenticator model. */
const MAX_BYTES = 67_108_864;

/** The status values with which an authenticator model is no longer trusted (FIDO Metadata Service §3.1.4). */
const DISTRUSTED: readonly string[] = [
  'REVOKED',
  'USER_VERIFICATION_BYPASS',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_KEY_REMOTE_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
];

/**
 * Fetches and verifies the metadata of authenticator models, which contains their root certificates. If attestation is
 * required, the server calls this function at its start and once a day. Until the first call succeeds, the server
 * refuses passkeys whose authenticator models need the metadata.
 */
export async function loadAuthenticatorMetadata(deps: Pick<Deps, 'fetch' | 'log'>): Promise<void> {
  const { host } = new URL(METADATA_URL);
  const response = await deps.fetch(METADATA_URL, { maxBytes: MAX_BYTES }).catch((error: Error) => {
    const { cause = error } = error as { readonly cause?: unknown };
    const reason = cause instanceof Error ? cause.message : '';
    throw new Error(`The metadata of authenticator models cannot be fetched from ${host}: ${reason}`, { cause });
  });
  if (!response.ok)
    throw new Error(
      `The metadata of authenticator models cannot be fetched from ${host}: the status was ${response.status}.`,
    );
  const { verifyMDSBlob } = await import('@simplewebauthn/server/helpers');
  const { MetadataService } = await import('@simplewebauthn/server');
  const { payload } = await verifyMDSBlob(await response.text());
  const statements = payload.entries
    .filter(({ statusReports }) => !statusReports.some(({ status }) => DISTRUSTED.includes(status)))
    .flatMap(({ metadataStatement }) => metadataStatement ?? []);
  await MetadataService.initialize({ statements, mdsServers: [], verificationMode: 'strict' });
  deps.log.info({ models: statements.length, number: payload.no }, 'authenticator metadata loaded');
}
