import { newOrderedId, newSecret } from '../../keys/secrets.js';
import { DEFAULT_ISSUER_ID, type Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';

/** Returns the default issuer. The first start of the server creates it, together with a signing key. */
export async function ensureDefaultIssuer(deps: Deps): Promise<Issuer> {
  const issuer = (await deps.store.issuers.find(DEFAULT_ISSUER_ID)) ?? (await createDefaultIssuer(deps));
  await deps.keys.ensureRing(issuer, 'RS256');
  return issuer;
}

async function createDefaultIssuer(deps: Deps): Promise<Issuer> {
  const issuer: Issuer = {
    id: DEFAULT_ISSUER_ID,
    version: 1,
    order: newOrderedId(deps.clock, deps.random),
    generation: newSecret(deps.random),
    pairwiseSalt: newSecret(deps.random),
    createdAt: deps.clock.now(),
  };
  if (await deps.store.issuers.insert(issuer)) return issuer;
  const found = await deps.store.issuers.find(DEFAULT_ISSUER_ID);
  if (found === undefined)
    throw new Error('The default issuer does not exist and could not be created. Check the database.');
  return found;
}
