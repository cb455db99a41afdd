import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { jwtVerify } from 'jose';
import { signJwt, signJwtWithSecret } from '../../src/keys/signing/sign-jwt.js';
import type { AsymmetricAlg } from '../../src/model/server/signing-key.js';

const KEYS: Readonly<Record<AsymmetricAlg, () => { privateKey: KeyObject; publicKey: KeyObject }>> = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  PS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
};

describe('A signed JWT', () => {
  it.each(Object.entries(KEYS))('with %s is accepted by another implementation, with its header', async (alg, make) => {
    const { privateKey, publicKey } = make();
    const claims = { iss: 'https://issuer.example', sub: 'Åse', amr: ['pop'] };
    const jwt = await signJwt(privateKey, alg as AsymmetricAlg, claims, { kid: 'key', typ: 'at+jwt' });
    const verified = await jwtVerify(jwt, publicKey, { algorithms: [alg] });
    expect(verified.payload).toEqual(claims);
    expect(verified.protectedHeader).toEqual({ alg, kid: 'key', typ: 'at+jwt' });
    await expect(jwtVerify(jwt, make().publicKey, { algorithms: [alg] })).rejects.toThrow();
  });

  it('with HS256 uses the UTF-8 bytes of the secret', async () => {
    const jwt = signJwtWithSecret('a-secret-of-the-client-å', { sub: 'ada' }, { typ: 'JWT' });
    const key = Buffer.from('a-secret-of-the-client-å', 'utf8');
    const { payload, protectedHeader } = await jwtVerify(jwt, key, { algorithms: ['HS256'] });
    expect(payload).toEqual({ sub: 'ada' });
    expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT' });
  });
});
