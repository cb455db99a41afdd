import { randomInt } from 'node:crypto';
import { ensureDefaultIssuer } from '../../../src/admin/issuers/issuer-default.js';
import { newClientSecret } from '../../../src/keys/client-secrets.js';
import { handleText, newSecret, sha256 } from '../../../src/keys/secrets.js';
import type { Store } from '../../../src/model/store.js';
import { token as requestToken } from '../../../src/oidc/grants/token-endpoint.js';
import { cacheStore } from '../../../src/storage/cached-store.js';
import { sessions } from '../../../src/storage/entities/access/sessions.js';
import { users } from '../../../src/storage/entities/people/users.js';
import { grants } from '../../../src/storage/entities/tokens/grants.js';
import { tokens } from '../../../src/storage/entities/tokens/tokens.js';
import { withDerived } from '../../../src/storage/lists/derived-columns.js';
import { openStore } from '../../../src/storage/open-store.js';
import { insertWithWords } from '../../../src/storage/search/word-entries.js';
import { openTable } from '../../../src/storage/table.js';
import { aClient, aGrant, aSession, aToken, aUser } from '../../storage/records.js';
import { systemClock, testDeps } from '../../support/deps.js';
import { type BenchDatabase, openDatabase } from '../databases.js';
import { basic } from '../scenarios/requests.js';

const BATCH = 500;
const SCOPES = ['openid', 'offline_access'];

/** A store where each user has a session, a grant and a refresh token. */
export interface GrownStore {
  readonly store: Store;
  readonly ids: readonly { readonly session: string; readonly token: string }[];
  /** Uses a refresh token at the token endpoint: a random one that was not used before. */
  refresh(): Promise<void>;
  fillTo(count: number): Promise<void>;
  stop(): Promise<void>;
}

export function usernameOf(place: number): string {
  return `user-${String(place).padStart(7, '0')}`;
}

/** The secret of a refresh token. It is not random, so that a million of them need not be kept in memory. */
function secretOf(place: number): string {
  return sha256(`secret ${place}`);
}

export async function openGrownStore(bench: BenchDatabase): Promise<GrownStore> {
  const store = await openStore(bench.config);
  const database = await openDatabase(bench);
  const deps = testDeps(cacheStore(store, systemClock));
  const issuer = await ensureDefaultIssuer(deps);
  const generation = newSecret(deps.random);
  const { secret, record } = newClientSecret(deps, { generation });
  const client = aClient({
    generation,
    issuerGeneration: issuer.generation,
    accessPolicy: 'ALL_USERS',
    scopes: SCOPES,
    id_token_signed_response_alg: 'ES256',
    secrets: [{ ...record, lastUsedAt: record.createdAt }],
  });
  await store.clients.insert(client);
  const { authorization } = basic({ id: client.id, secret });
  const ids: { session: string; token: string }[] = [];
  const used = new Set<number>();

  const recordsOf = (place: number) => {
    const name = usernameOf(place);
    const user = aUser({ username: name, name: `User ${place}`, email: `${name}@example.com` });
    const session = aSession(user, { clients: [{ id: client.id, generation: client.generation }] });
    const grant = aGrant(user, client, { sessionId: session.id, scopes: SCOPES, offline: true });
    const token = aToken(client, {
      kind: 'refresh',
      grantId: grant.id,
      scopes: SCOPES,
      audience: [],
      secretHash: sha256(secretOf(place)),
    });
    return { user, session, grant, token };
  };
  const unusedPlace = (): number => {
    for (;;) {
      const place = randomInt(ids.length);
      if (!used.has(place)) return place;
    }
  };

  return {
    store,
    ids,
    refresh: async () => {
      const place = unusedPlace();
      used.add(place);
      const refresh_token = handleText({ id: ids[place]?.token ?? '', secret: secretOf(place) });
      const parameters = Object.entries({ grant_type: 'refresh_token', refresh_token });
      await requestToken(deps, issuer, { parameters, authorization, caller: {} });
    },
    fillTo: async (count) => {
      while (ids.length < count) {
        const length = Math.min(BATCH, count - ids.length);
        const made = Array.from({ length }, (_, offset) => recordsOf(ids.length + offset));
        await database.commit(made.map(({ user }) => insertWithWords(users, withDerived(users, user, user))));
        await openTable(database, sessions).insertAbsent(made.map(({ session }) => session));
        await openTable(database, grants).insertAbsent(made.map(({ grant }) => grant));
        await openTable(database, tokens).insertAbsent(made.map(({ token }) => token));
        ids.push(...made.map(({ session, token }) => ({ session: session.id, token: token.id })));
      }
    },
    stop: async () => {
      await database.close();
      await store.close();
      await bench.drop();
    },
  };
}
