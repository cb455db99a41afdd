import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import { makeAudit, type QueuedAudit } from '../../src/audit/audit-log.js';
import type { Client } from '../../src/model/clients/client.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { AuditEntry, Deps } from '../../src/model/deps.js';
import type { Store } from '../../src/model/store.js';
import { basicHeader, requestToken } from '../support/authorization.js';
import { testDeps } from '../support/deps.js';
import { type Fails, failingStore } from '../support/failing-store.js';
import { makeClient } from '../support/fixtures.js';
import { openMemoryStore } from '../support/stores.js';

const ENTRY: AuditEntry = { type: 'TOKEN_ISSUED', actorKind: 'CLIENT', actorId: 'wiki', clientId: 'wiki' };

describe('Events of tokens that are not stored', () => {
  let store: Store;
  let deps: Deps;
  let audit: QueuedAudit;
  let fails: Fails;
  const logged: string[] = [];
  beforeEach(async () => {
    fails = () => false;
    logged.length = 0;
    const note = (_: object, text: string) => void logged.push(text);
    const log = { debug: () => undefined, info: () => undefined, warn: note, error: note };
    store = failingStore(await openMemoryStore(), (name) => fails(name), 'unknown');
    const made = testDeps(store, { log });
    audit = makeAudit(made);
    deps = { ...made, audit };
  });
  afterEach(async () => {
    fails = () => false;
    await store.close();
  });
  const stored = () => store.auditEvents.count({ types: ['TOKEN_ISSUED'] });
  const add = (count: number) => {
    for (let index = 0; index < count; index += 1) audit.recordLater(ENTRY);
  };

  it('wait while the database is unavailable, and are all stored once afterwards', async () => {
    fails = (name) => name.startsWith('auditEvents.insert');
    add(500);
    await audit.flush();
    await audit.flush();
    fails = () => false;
    expect(await stored()).toBe(0);
    await audit.flush();
    expect(await stored()).toBe(500);
    await audit.flush();
    expect(await stored()).toBe(500);
  });

  it('are stored once even if an attempt was lost only on the way back', async () => {
    const { auditEvents } = store;
    let attempts = 0;
    const lossy: Store = {
      ...store,
      auditEvents: {
        ...auditEvents,
        insertAbsent: async (events) => {
          const inserted = await auditEvents.insertAbsent(events);
          attempts += 1;
          if (attempts === 1) {
            fails = () => true;
            await auditEvents.insertAbsent(events);
          }
          return inserted;
        },
      },
    };
    audit = makeAudit({ ...deps, store: lossy });
    add(3);
    await audit.flush();
    fails = () => false;
    await audit.flush();
    expect([await stored(), attempts]).toEqual([3, 2]);
  });

  it('are stored by the stop, which tries several times', async () => {
    add(2);
    let failures = 1;
    fails = () => {
      failures -= 1;
      return failures >= 0;
    };
    await audit.stop();
    expect([await stored(), logged.filter((text) => text.includes('lost'))]).toEqual([2, []]);
  });

  it('are dropped only if the error is a bug, and do not block the others', async () => {
    const { auditEvents } = store;
    const insertAbsent: typeof auditEvents.insertAbsent = async (events) => {
      if (events.some(({ clientId }) => clientId === 'faulty')) throw new TypeError('not storable');
      return auditEvents.insertAbsent(events);
    };
    audit = makeAudit({ ...deps, store: { ...store, auditEvents: { ...auditEvents, insertAbsent } } });
    add(2);
    audit.recordLater({ ...ENTRY, clientId: 'faulty' });
    add(2);
    await audit.flush();
    expect([await stored(), logged.length]).toEqual([4, 1]);
  });

  describe('that fill the memory', () => {
    let issuer: Issuer;
    let client: Client;
    let secret: string;
    const request = () => requestToken(deps, issuer, { grant_type: 'client_credentials' }, basicHeader(client, secret));
    beforeEach(async () => {
      await ensureDefaultIssuer(deps);
      issuer = (await store.issuers.find('default')) as Issuer;
      const grant_types = ['client_credentials'] as const;
      ({ client, secret } = await makeClient(deps, issuer, { grant_types, accessTokenFormat: 'JWT' }));
    });

    it('stop token requests before anything is read or consumed, until they are stored', async () => {
      const seen: string[] = [];
      fails = (name) => {
        seen.push(name);
        return name.startsWith('auditEvents.insert');
      };
      add(9999);
      expect(await request()).toHaveProperty('access_token');
      seen.length = 0;
      await expect(request()).rejects.toMatchObject({ name: 'StoreUnavailableError', outcome: 'none' });
      expect(seen).toEqual([]);
      fails = () => false;
      await audit.flush();
      expect(await stored()).toBe(10_000);
      expect(await request()).toHaveProperty('access_token');
    });

    it('are not joined by events of refused requests', async () => {
      fails = (name) => name.startsWith('auditEvents.insert');
      add(10_000);
      audit.recordRefusal({
        type: 'REQUEST_REFUSED',
        clientId: client.id,
        ipAddress: '192.0.2.1',
        detail: { request: 'AUTHORIZATION', reason: 'invalid_request', description: 'a parameter is missing' },
      });
      await audit.flush();
      fails = () => false;
      await audit.flush();
      expect(await store.auditEvents.count({ types: ['REQUEST_REFUSED'] })).toBe(0);
      expect(await stored()).toBe(10_000);
    });
  });
});
