import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Issuer } from '../../../src/model/clients/issuer.js';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';

let server: Administration;
let issuer: Issuer;
beforeAll(async () => {
  server = await openAdministration();
  const found = await server.deps.store.issuers.find('default');
  if (found === undefined) throw new Error('no issuer');
  issuer = found;
});
afterAll(() => server.close());

interface Key {
  readonly kid: string;
  readonly status: string;
}

function rotate(input: object) {
  return server.mutate(
    'rotateSigningKey',
    { alg: 'RS256', ...input },
    'issuer { id signingKeys { kid alg status activeFrom retiredAt } }',
  );
}

async function keys(): Promise<Key[]> {
  return (await server.call('{ issuer(id: "default") { signingKeys { kid status } } }')).data.issuer.signingKeys;
}

async function kidOf(status: string) {
  return (await keys()).find((key) => key.status === status)?.kid;
}

async function published() {
  return (await server.deps.keys.jwks(issuer)).keys.map(({ kid }) => kid);
}

function sign() {
  return server.deps.keys.sign(issuer, 'RS256', { iss: 'http://localhost:3000' });
}

async function isOurs(jwt: string) {
  return (await server.deps.keys.verifyOwn(issuer, jwt)) !== undefined;
}

describe('rotateSigningKey', () => {
  it('is rejected until clients that cache the key set have the next key', async () => {
    expect(refusal(await rotate({}))).toBe('CONFLICT');
    server.clock.advance(304);
    expect(refusal(await rotate({}))).toBe('CONFLICT');
    server.clock.advance(1);
    expect((await rotate({})).errors).toEqual([]);
    expect(refusal(await rotate({}))).toBe('CONFLICT');
  });

  it('activates the next key, invalidates no token, and publishes another next key', async () => {
    const [jwt, active, next] = [await sign(), await kidOf('ACTIVE'), await kidOf('NEXT')];
    server.clock.advance(305);
    const { data } = await rotate({ issuerId: 'default' });
    const now = server.clock.now().toISOString();
    expect(data.rotateSigningKey.issuer.signingKeys).toEqual(
      expect.arrayContaining([
        { kid: active, alg: 'RS256', status: 'RETIRED', activeFrom: expect.any(String), retiredAt: now },
        { kid: next, alg: 'RS256', status: 'ACTIVE', activeFrom: now, retiredAt: null },
      ]),
    );
    expect(await isOurs(jwt)).toBe(true);
    expect(await isOurs(await sign())).toBe(true);
    expect(await published()).toEqual(expect.arrayContaining([active, next, await kidOf('NEXT')]));
    server.clock.advance(3661);
    expect(await published()).not.toContain(active);
    expect(await isOurs(jwt)).toBe(true);
  });

  it('removes a compromised key at once and rejects what it signed', async () => {
    const [jwt, active, next] = [await sign(), await kidOf('ACTIVE'), await kidOf('NEXT')];
    expect((await rotate({ compromised: true })).errors).toEqual([]);
    expect(await published()).not.toContain(active);
    expect((await keys()).map(({ kid }) => kid)).not.toContain(active);
    expect(await kidOf('ACTIVE')).toBe(next);
    expect(await isOurs(jwt)).toBe(false);
    expect(await isOurs(await sign())).toBe(true);
  });

  it('rotates once if several requests come at the same time', async () => {
    server.clock.advance(305);
    const answers = await Promise.all(Array.from({ length: 5 }, () => rotate({})));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect((await keys()).filter(({ status }) => status === 'ACTIVE')).toHaveLength(1);
    expect((await keys()).filter(({ status }) => status === 'NEXT')).toHaveLength(1);
  });

  it('removes only one key if several requests report it as compromised at the same time', async () => {
    const [active, next] = [await kidOf('ACTIVE'), await kidOf('NEXT')];
    const event = () => server.deps.audit.insertion({ type: 'SIGNING_KEY_ROTATED' });
    const answers = await Promise.all(
      Array.from({ length: 3 }, () => server.deps.keys.rotate(issuer, 'RS256', { compromised: true, event })),
    );
    expect(answers).toEqual(['rotated', 'rotated', 'rotated']);
    expect((await keys()).map(({ kid }) => kid)).not.toContain(active);
    expect(await kidOf('ACTIVE')).toBe(next);
  });

  it('writes the ids of the keys to the audit log', async () => {
    const from = await kidOf('ACTIVE');
    await rotate({ compromised: true });
    const event = (await server.events()).at(-1);
    expect(event).toMatchObject({ type: 'SIGNING_KEY_ROTATED', resource: 'issuer', resourceId: 'default' });
    expect(event?.detail).toEqual({ alg: 'RS256', compromised: true, from, to: await kidOf('ACTIVE') });
  });

  it('names the issuer or key that does not exist', async () => {
    expect(refusal(await rotate({ issuerId: 'unknown' }))).toBe('NOT_FOUND issuerId');
    expect(refusal(await rotate({ alg: 'ES256' }))).toBe('NOT_FOUND alg');
    expect(refusal(await rotate({ alg: 'HS256' }))).toBe('INVALID_INPUT alg');
  });
});
