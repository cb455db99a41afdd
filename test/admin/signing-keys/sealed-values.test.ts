import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkSealedValues, resealValues } from '../../../src/admin/signing-keys/sealed-values.js';
import { writeCheckpoint } from '../../../src/audit/checkpoint.js';
import { openClientSecret } from '../../../src/keys/client-secrets.js';
import type { Deps } from '../../../src/model/deps.js';
import { testDeps } from '../../support/deps.js';
import { makeClient } from '../../support/fixtures.js';
import { openWorld, type World } from '../../support/world.js';

const [older, newer] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')];

function withKeys(world: World, secretKeys: string[], store = world.deps.store): Deps {
  return testDeps(store, { clock: world.clock, config: { secretKeys } });
}

describe('Sealed values', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld({ config: { secretKeys: [older] } });
  });
  afterAll(() => world.deps.store.close());

  it('are sealed with the new key while other writers change and delete their records', async () => {
    const { issuer, deps } = world;
    const made = [await makeClient(deps, issuer), await makeClient(deps, issuer), await makeClient(deps, issuer)];
    const [deleted, renamed] = made.map(({ client }) => client);
    const { clients } = deps.store;
    const find = async (id: string) => {
      if (id === deleted?.id) await clients.delete(id);
      const found = await clients.find(id);
      if (id === renamed?.id && found?.name === 'Wiki') await clients.update(found, { name: 'Renamed meanwhile' });
      return found;
    };
    const both = withKeys(world, [newer, older], { ...deps.store, clients: { ...clients, find } });
    await deps.audit.record({ type: 'SIGNED_IN' });
    await writeCheckpoint(deps);
    // The key ring of the issuer, that of the audit log, and the two clients that are left.
    expect(await resealValues(both)).toBe(4);
    expect(await resealValues(both)).toBe(0);

    const { keys, ...present } = withKeys(world, [newer]);
    await checkSealedValues({ ...present, keys });
    await writeCheckpoint({ ...present, keys });
    for (const { client, secret } of made.slice(1)) {
      const stored = await clients.find(client.id);
      const [kept] = stored?.secrets ?? [];
      if (stored === undefined || kept === undefined) throw new Error('The secret does not exist.');
      expect(openClientSecret(keys, stored, kept)).toBe(secret);
    }
    expect((await clients.find(renamed?.id ?? ''))?.name).toBe('Renamed meanwhile');
  });

  it('cause an error that names SECRET_KEY if no key opens them', async () => {
    await expect(checkSealedValues(withKeys(world, [older]))).rejects.toThrow(
      /^SECRET_KEY: none of the keys can decrypt the field/,
    );
    await expect(resealValues(withKeys(world, [older]))).rejects.toThrow(
      /^SECRET_KEY: none of the keys can decrypt the field/,
    );
  });
});
