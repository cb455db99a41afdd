import { newOrderedId, newSecret } from '../../keys/secrets.js';
import { DEFAULT_ISSUER_ID, type Issuer } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';

/** The server's own issuer, with a key to sign with: made at the first start, found at every other. */
export async function ensureDefaultIssuer(deps: Deps): Promise<Issuer> {
  const issuer = (await deps.store.issuers.find(DEFAULT_ISSUER_ID)) ?? (await makeDefaultIssuer(deps));
  await deps.keys.ensureRing(issuer, 'RS256');
  return issuer;
}

async function makeDefaultIssuer(deps: Deps): Promise<Issuer> {
  const made: Issuer = {
    id: DEFAULT_ISSUER_ID,
    version: 1,
    order: newOrderedId(deps.clock, deps.random),
    generation: newSecret(deps.random),
    pairwiseSalt: newSecret(deps.random),
    createdAt: deps.clock.now(),
  };
  if (await deps.store.issuers.insert(made)) return made;
  const found = await deps.store.issuers.find(DEFAULT_ISSUER_ID);
  if (found === undefined) throw new Error('The default issuer was neither made nor found.');
  return found;
}
