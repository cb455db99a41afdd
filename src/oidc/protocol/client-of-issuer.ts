import type { Client } from '../../model/clients/client.js';
import type { Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';

/** No client has a longer id; what a stranger sends is not looked for, nor remembered. */
const LONGEST_ID = 64;

/** The enabled client of that id, if it is registered with this very issuer: an id can be taken again, its past cannot. */
export async function findClientOfIssuer(deps: Deps, issuer: Issuer, id: string): Promise<Client | undefined> {
  if (id.length > LONGEST_ID) return undefined;
  const client = await deps.store.clients.find(id);
  return client?.enabled === true && isOfIssuer(client, issuer) ? client : undefined;
}

export function isOfIssuer(
  registered: { readonly issuerId: string; readonly issuerGeneration: string },
  issuer: Issuer,
): boolean {
  return registered.issuerId === issuer.id && registered.issuerGeneration === issuer.generation;
}
