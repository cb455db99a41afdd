import type { Deps } from '../../model/deps.js';

/** https://fidoalliance.org/metadata/ */
const METADATA = 'https://mds3.fidoalliance.org/';
/** The file grows with each authenticator model. */
const MAX_BYTES = 67_108_864;

/** FIDO Metadata Service §3.1.4: models that are not to be trusted any more. */
const LOST: readonly string[] = [
  'REVOKED',
  'USER_VERIFICATION_BYPASS',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_KEY_REMOTE_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
];

/**
 * Fetches what is known of authenticators and their makers' certificates, verifies it, and puts it to use for
 * attestation. To be called at the start and once a day, where attestation is demanded; until it has succeeded,
 * nothing that needs it is trusted.
 */
export async function loadAuthenticatorMetadata(deps: Pick<Deps, 'fetch' | 'log'>): Promise<void> {
  const response = await deps.fetch(METADATA, { maxBytes: MAX_BYTES }).catch((error: Error) => {
    const { cause = error } = error as { readonly cause?: unknown };
    throw new Error(`${new URL(METADATA).host} cannot be reached: ${cause instanceof Error ? cause.message : ''}`, {
      cause,
    });
  });
  if (!response.ok) throw new Error(`The authenticators' metadata answered ${response.status}.`);
  const { verifyMDSBlob } = await import('@simplewebauthn/server/helpers');
  const { MetadataService } = await import('@simplewebauthn/server');
  const { payload } = await verifyMDSBlob(await response.text());
  const statements = payload.entries
    .filter(({ statusReports }) => !statusReports.some(({ status }) => LOST.includes(status)))
    .flatMap(({ metadataStatement }) => metadataStatement ?? []);
  await MetadataService.initialize({ statements, mdsServers: [], verificationMode: 'strict' });
  deps.log.info({ models: statements.length, number: payload.no }, "the authenticators' metadata are loaded");
}
