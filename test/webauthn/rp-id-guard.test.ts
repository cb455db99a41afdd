import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Deps } from '../../src/model/deps.js';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/storage/open-store.js';
import { guardRpId } from '../../src/webauthn/ceremony/rp-id-guard.js';
import { registerFirstOwner } from '../support/ceremonies.js';
import { frozenClock, testDeps } from '../support/deps.js';
import { softwareAuthenticator } from '../support/software-authenticator.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/stores.js';

describeOnEachDatabase('guardRpId', (makeDatabase) => {
  let database: TestDatabase;
  let store: Store;
  let deps: Deps;

  beforeEach(async () => {
    database = await makeDatabase();
    store = await openStore(database.config);
    deps = testDeps(store, { clock: frozenClock() });
  });

  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  it('stops a start with another RP_ID unless ALLOW_RP_ID_CHANGE is set', async () => {
    await registerFirstOwner(deps, softwareAuthenticator());
    await guardRpId(deps);
    const changed = testDeps(store, { config: { rpId: 'id.example' } });
    await expect(guardRpId(changed)).rejects.toThrow(
      /RP_ID is id\.example.*If this is a command, give it the ISSUER or RP_ID of the server.*RP_ID=localhost.*ALLOW_RP_ID_CHANGE=true/,
    );
    await guardRpId(testDeps(store, { config: { rpId: 'id.example', allowRpIdChange: true } }));
  });

  it('stops a start if a single passkey has another RP ID', async () => {
    const { passkey } = await registerFirstOwner(deps, softwareAuthenticator());
    const changed = testDeps(store, { config: { rpId: 'id.example' } });
    await store.passkeys.insert({ ...passkey, id: 'under-the-new-one', rpId: 'id.example' });
    await expect(guardRpId(changed)).rejects.toThrow(/passkeys are registered under localhost/);
    await store.passkeys.delete(passkey.id);
    await guardRpId(changed);
  });

  it('allows a start without passkeys', () => guardRpId(deps));
});
