import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { rotateOldKeys } from '../../src/jobs/age-signing-keys.js';
import { makeKeys } from '../../src/keys/make-keys.js';
import type { Issuer } from '../../src/model/clients/issuer.js';
import type { Deps } from '../../src/model/deps.js';
import { ID_TOKEN_LIFETIME, KEY_SET_AGE, keyRingId, SIGNING_KEY_AGE } from '../../src/model/server/signing-key.js';
import { cacheStore } from '../../src/storage/cached-store.js';
import type { FrozenClock } from '../support/deps.js';
import { makeIssuer } from '../support/fixtures.js';
import { openWorld } from '../support/world.js';

const RIPE = KEY_SET_AGE + 5;

let deps: Deps;
let clock: FrozenClock;
let issuer: Issuer;
beforeEach(async () => {
  ({ deps, clock, issuer } = await openWorld());
  await deps.keys.ensureRing(issuer, 'EdDSA');
});
afterEach(() => deps.store.close());

function sign(by = deps) {
  return by.keys.sign(issuer, 'EdDSA', { iss: by.config.issuer, sub: 's' });
}

function kidOf(jwt: string) {
  return decodeProtectedHeader(jwt).kid;
}

async function published(by = deps) {
  return (await by.keys.jwks(issuer)).keys.map(({ kid }) => kid);
}

async function isOurs(jwt: string, by = deps) {
  return (await by.keys.verifyOwn(issuer, jwt)) !== undefined;
}

function rotate(compromised = false, by = deps) {
  const event = () => by.audit.insertion({ type: 'SIGNING_KEY_ROTATED' });
  return by.keys.rotate(issuer, 'EdDSA', { compromised, event });
}

/** Another process: the same store and secret key, with a cache of its own. */
function anotherProcess(): Deps {
  const store = cacheStore(deps.store, clock);
  return { ...deps, store, keys: makeKeys({ ...deps, store }) };
}

describe('The rotation of a signing key', () => {
  it('signs only with a key that is in every cached key set of a relying party', async () => {
    const known = createLocalJWKSet((await deps.keys.jwks(issuer)) as JSONWebKeySet);
    clock.advance(RIPE);
    expect(await rotate()).toBe('rotated');
    const { payload } = await jwtVerify(await sign(), known);
    expect(payload.sub).toBe('s');
    expect(await rotate()).toBe('tooEarly');
  });

  it('publishes a retired key until a minute after its last ID token has expired, and then keeps it for hints', async () => {
    clock.advance(RIPE);
    const jwt = await sign();
    await rotate();
    clock.advance(ID_TOKEN_LIFETIME + 59);
    expect(await published()).toContain(kidOf(jwt));
    clock.advance(1);
    expect(await published()).not.toContain(kidOf(jwt));
    expect(await isOurs(jwt)).toBe(true);
  });

  it('publishes a retired key longer if access tokens can be valid for longer', async () => {
    const config = { ...deps.config, maxAccessTokenLifetime: 86_400 };
    const patient = { ...deps, config, keys: makeKeys({ ...deps, config }) };
    clock.advance(RIPE);
    const jwt = await sign(patient);
    await rotate(false, patient);
    clock.advance(86_459);
    expect(await published(patient)).toContain(kidOf(jwt));
    clock.advance(1);
    expect(await published(patient)).not.toContain(kidOf(jwt));
  });

  it('reaches every process within seconds, without a restart', async () => {
    const other = anotherProcess();
    const before = await sign(other);
    clock.advance(RIPE);
    await sign(other);
    await rotate();
    clock.advance(2);
    const after = await sign(other);
    expect(kidOf(after)).not.toBe(kidOf(before));
    expect(kidOf(after)).toBe(kidOf(await sign()));
    expect([await isOurs(before, other), await isOurs(after)]).toEqual([true, true]);
  });

  it('removes a compromised key from every process within seconds, and rejects what it signed', async () => {
    const other = anotherProcess();
    const stolen = await sign(other);
    expect([await isOurs(stolen, other), (await published(other)).includes(kidOf(stolen))]).toEqual([true, true]);
    expect(await rotate(true)).toBe('rotated');
    expect([await isOurs(stolen), (await published()).includes(kidOf(stolen))]).toEqual([false, false]);
    clock.advance(2);
    expect([await isOurs(stolen, other), (await published(other)).includes(kidOf(stolen))]).toEqual([false, false]);
    expect(kidOf(await sign(other))).not.toBe(kidOf(stolen));
    const ring = await deps.store.keyRings.find(keyRingId(issuer, 'EdDSA'));
    expect(ring?.keys.map(({ status }) => status).sort()).toEqual(['ACTIVE', 'NEXT']);
  });
});

describe('The age of signing keys', () => {
  const rotations = async () =>
    (await deps.store.auditEvents.page({ first: 20 }, 'NEWEST_FIRST', { types: ['SIGNING_KEY_ROTATED'] })).items.map(
      ({ record }) => record,
    );

  it('triggers a rotation after 90 days at every issuer, and not earlier', async () => {
    const shop = await makeIssuer(deps, 'shop');
    const first = await sign();
    clock.advance(86_400);
    const { kid } = decodeProtectedHeader(await deps.keys.sign(shop, 'ES256', {}));
    clock.advance(SIGNING_KEY_AGE - 86_401);
    await rotateOldKeys(deps);
    expect(kidOf(await sign())).toBe(kidOf(first));
    clock.advance(1);
    await rotateOldKeys(deps);
    expect(kidOf(await sign())).not.toBe(kidOf(first));
    expect(decodeProtectedHeader(await deps.keys.sign(shop, 'ES256', {})).kid).toBe(kid);
    clock.advance(86_400);
    await rotateOldKeys(deps);
    expect(decodeProtectedHeader(await deps.keys.sign(shop, 'ES256', {})).kid).not.toBe(kid);
    const events = (await rotations()).filter(({ detail }) => detail.alg !== 'RS256');
    expect(events.map(({ resourceId, detail }) => [resourceId, detail.alg])).toEqual([
      ['shop', 'ES256'],
      ['default', 'EdDSA'],
    ]);
    expect(events.every(({ actorId }) => actorId === undefined)).toBe(true);
  });

  it('triggers only one rotation if many processes run', async () => {
    clock.advance(SIGNING_KEY_AGE);
    await Promise.all([deps, anotherProcess(), anotherProcess()].map((process) => rotateOldKeys(process)));
    const ofRing = (await rotations()).filter(({ detail }) => detail.alg === 'EdDSA');
    expect(ofRing).toHaveLength(1);
    const ring = await deps.store.keyRings.find(keyRingId(issuer, 'EdDSA'));
    expect(ring?.keys.map(({ status }) => status).sort()).toEqual(['ACTIVE', 'NEXT', 'RETIRED']);
  });
});
