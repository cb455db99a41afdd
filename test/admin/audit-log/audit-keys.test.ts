import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { flattenedVerify, importJWK, type JWK, jwtVerify } from 'jose';
import { writeCheckpoint } from '../../../src/audit/checkpoint.js';
import { AUDIT_KEY_AGE } from '../../../src/model/log/audit-key.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';

const KEYS = '{ auditKeys { kid publicJwk createdAt signedBy } }';

interface Key {
  readonly kid: string;
  readonly publicJwk: JWK;
  readonly signedBy: string | null;
}

describe('The keys of the audit log', () => {
  let server: Administration;
  beforeAll(async () => {
    server = await openAdministration();
    await server.deps.audit.record({ type: 'SIGNED_IN' });
    for (const age of [0, AUDIT_KEY_AGE - 1, 1, AUDIT_KEY_AGE]) {
      server.clock.advance(age);
      await writeCheckpoint(server.deps);
    }
  });
  afterAll(() => server.close());
  const keys = async (): Promise<Key[]> => (await server.call(KEYS)).data.auditKeys;

  it('are replaced after 90 days, and all of them stay', async () => {
    expect(await keys()).toHaveLength(3);
    server.clock.advance(server.deps.config.auditRetention * 2);
    await writeCheckpoint(server.deps);
    expect(await keys()).toHaveLength(4);
  });

  it('are each signed by the key before them', async () => {
    const found = await keys();
    expect(found[0]?.signedBy).toBeNull();
    for (const [index, { publicJwk, signedBy }] of found.entries()) {
      if (index === 0) continue;
      const before = found[index - 1] as Key;
      const [protectedHeader = '', payload = '', signature = ''] = String(signedBy).split('.');
      const verified = await flattenedVerify(
        { protected: protectedHeader, payload, signature },
        await importJWK(before.publicJwk, 'EdDSA'),
      );
      expect(verified.protectedHeader).toEqual({ alg: 'EdDSA', typ: 'passgraph-audit-key+jws', kid: before.kid });
      expect(JSON.parse(Buffer.from(verified.payload).toString()).jwk).toEqual(publicJwk);
    }
  });

  it('have a private part, which is encrypted, only in the last one', async () => {
    const ring = await server.deps.store.auditKeyRings.find('audit');
    const parts = ring?.keys.map(({ privateJwk }) => privateJwk !== undefined);
    expect(parts?.slice(0, -1)).not.toContain(true);
    expect(parts?.at(-1)).toBe(true);
    expect(JSON.stringify(ring)).not.toContain('"d":');
    expect(JSON.stringify(await keys())).not.toMatch(/"d":|sealed|private/i);
  });

  it('are in no JSON Web Key Set', async () => {
    await server.mutate('createIssuer', { slug: 'shop' }, 'issuer { id }');
    for (const path of ['/oidc/jwks', '/i/shop/oidc/jwks']) {
      const response = await fetch(new URL(path, server.url));
      expect(response.status).toBe(200);
      const text = await response.text();
      expect(JSON.parse(text).keys.length).toBeGreaterThan(0);
      for (const { kid, publicJwk } of await keys()) {
        expect(text).not.toContain(kid);
        expect(text).not.toContain(String(publicJwk.x));
      }
    }
  });

  it('sign nothing that could be taken for a token', async () => {
    const [last] = (await keys()).slice(-1);
    const { data } = await server.call('{ auditLogEnd }');
    const key = await importJWK(last?.publicJwk as JWK, 'EdDSA');
    await expect(jwtVerify(data.auditLogEnd, key, { typ: 'JWT' })).rejects.toThrow();
    await expect(jwtVerify(data.auditLogEnd, key, { typ: 'at+jwt' })).rejects.toThrow();
  });

  it.each([
    ['auditKeys', KEYS],
    ['auditLogEnd', '{ auditLogEnd }'],
  ])('are only for callers with audit:read (%s)', async (_, query) => {
    expect(refusal(await server.call(query, {}, null))).toBe('UNAUTHENTICATED');
    expect(refusal(await server.call(query, {}, await server.keyWith('users:read', 'webhooks:write')))).toBe(
      'FORBIDDEN',
    );
    expect(refusal(await server.call(query, {}, await server.keyWith('audit:read')))).toBeUndefined();
  });

  it('are not used to erase by callers who may only read', async () => {
    const reader = await server.keyWith('audit:read');
    expect(refusal(await server.mutate('eraseFromAuditLog', { userId: 'ada' }, 'erasedEvents', reader))).toBe(
      'FORBIDDEN',
    );
  });
});
