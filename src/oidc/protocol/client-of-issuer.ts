import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { isSameGeneration } from '../../model/generation.js';

/** Finds the enabled client with this id, if it is registered with this issuer. */
export async function findClientOfIssuer(deps: Deps, issuer: Issuer, id: string): Promise<Client | undefined> {
  const client = await deps.store.clients.find(id);
  return client?.enabled === true && isOfIssuer(client, issuer) ? client : undefined;
}

/**
 * Whether a record belongs to this issuer. Records of a deleted issuer with the same id are excluded, because their
 * issuer generation differs.
 */
export function isOfIssuer(
  record: { readonly issuerId: string; readonly issuerGeneration: string },
  issuer: Issuer,
): boolean {
  return record.issuerId === issuer.id && isSameGeneration(record.issuerGeneration, issuer.generation);
}
