import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { Deps } from '../../src/model/deps.js';
import { type FrozenClock, frozenClock, testDeps } from './deps.js';
import { openMemoryStore } from './stores.js';

/** A store of its own, a clock that stands, and the server's issuer. Close the store afterwards. */
export interface World {
  readonly deps: Deps;
  readonly clock: FrozenClock;
  readonly issuer: Issuer;
}

export async function openWorld(changes: Parameters<typeof testDeps>[1] = {}): Promise<World> {
  const clock = frozenClock();
  const deps = testDeps(await openMemoryStore(), { clock, ...changes });
  return { deps, clock, issuer: await ensureDefaultIssuer(deps) };
}
