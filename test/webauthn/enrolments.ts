import { beginInteraction } from '../../src/access/interaction/interaction.js';
import { handleText, newSecret, sha256 } from '../../src/keys/secrets.js';
import type { InteractionKind } from '../../src/model/access/interaction.js';
import type { Client } from '../../src/model/clients/client.js';
import { DEFAULT_ISSUER_ID } from '../../src/model/clients/issuer.js';
import type { Deps } from '../../src/model/deps.js';
import { OWNERS_ID } from '../../src/model/people/owners.js';
import type { User } from '../../src/model/people/user.js';
import { secondsAfter } from '../../src/model/time.js';
import { clientRecord, issuerRecord } from '../support/records.js';

/** An administrator's link for a user, valid for one hour, and its code. */
export async function linkFor({ store, random, clock }: Deps, user: User): Promise<{ id: string; code: string }> {
  const secret = newSecret(random);
  const id = sha256(secret).slice(0, 20);
  await store.enrolmentLinks.insert({
    id,
    secretHash: sha256(secret),
    userId: user.id,
    firstOwner: false,
    adminRole: user.adminRole,
    enrolmentEpoch: user.enrolmentEpoch,
    createdAt: clock.now(),
    expiresAt: secondsAfter(clock.now(), 3600),
  });
  return { id, code: handleText({ id, secret }) };
}

/** A client of the default issuer that allows registration, and an interaction of the browser `browser` with it. */
export async function makeInteraction(deps: Deps, changes: Partial<Client> = {}, kind: InteractionKind = 'oidc') {
  const issuer = (await deps.store.issuers.find(DEFAULT_ISSUER_ID)) ?? issuerRecord();
  const client = clientRecord(issuer, { registrationEnabled: true, ...changes });
  await Promise.all([deps.store.issuers.insert(issuer), deps.store.clients.insert(client)]);
  const waiting = { kind, request: {} } as const;
  const at = { browserHash: 'browser', caller: {} };
  return { client, interaction: (await beginInteraction(deps, { client, issuer }, waiting, at)).id };
}

export async function ownersOf({ store }: Deps): Promise<readonly string[] | undefined> {
  return (await store.owners.find(OWNERS_ID))?.userIds;
}

export async function currentUser({ store }: Deps, id: string): Promise<User> {
  const user = await store.users.find(id);
  if (user === undefined) throw new Error(`There is no user ${id}.`);
  return user;
}

export async function raiseSessionEpoch(deps: Deps, id: string): Promise<void> {
  const user = await currentUser(deps, id);
  await deps.store.users.update(user, { sessionEpoch: user.sessionEpoch + 1 });
}
