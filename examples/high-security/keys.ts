import { writeFile } from 'node:fs/promises';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

const alg = 'ES256'; // or EdDSA, or PS256
const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
const kid = await calculateJwkThumbprint(publicKey);
await writeFile('private.jwk', JSON.stringify({ ...(await exportJWK(privateKey)), kid, alg }), { mode: 0o600 });
console.log(JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid, alg, use: 'sig' }] }));
