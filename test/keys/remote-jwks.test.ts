import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { makeRemoteJwks, type RemoteJwks } from '../../src/keys/remote-jwks.js';
import type { Fetch } from '../../src/model/deps.js';
import { type ClientKey, makeClientKey } from '../support/client-keys.js';
import { type FrozenClock, frozenClock } from '../support/deps.js';

const URI = 'https://wiki.example/jwks';
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let one: ClientKey;
let two: ClientKey;
let clock: FrozenClock;
let answer: () => Response;
let asked: [string, RequestInit | undefined][];
let remoteJwks: RemoteJwks;

beforeAll(async () => {
  one = await makeClientKey('EdDSA', 'one');
  two = await makeClientKey('ES256', 'two');
});
beforeEach(() => {
  clock = frozenClock();
  asked = [];
  answer = () => Response.json({ keys: [one.publicJwk] });
  const fetch: Fetch = async (url, init) => {
    asked.push([url, init]);
    return answer();
  };
  remoteJwks = makeRemoteJwks({ fetch, clock, log });
});

async function kids(kid?: string) {
  return (await remoteJwks(URI, kid)).map((key) => key.kid);
}

describe('RFC 7517 §5, RFC 8725 §3.10 a key set at a jwks_uri', () => {
  it('is fetched once for twenty requests at once, without redirects and with limits on time and size', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => kids('one')));
    expect(answers).toEqual(Array.from({ length: 20 }, () => ['one']));
    expect(await kids()).toEqual(['one']);
    expect(asked).toHaveLength(1);
    const limits = { redirect: 'error', maxBytes: 65_536, signal: expect.any(AbortSignal) };
    expect(asked[0]).toEqual([URI, expect.objectContaining(limits)]);
  });

  it('is fetched again for an unknown kid, at most once a minute', async () => {
    await kids('one');
    answer = () => Response.json({ keys: [one.publicJwk, two.publicJwk] });
    expect(await kids('two')).toEqual(['one']);
    clock.advance(60);
    expect(await kids('two')).toEqual(['one', 'two']);
    expect(asked).toHaveLength(2);
    for (let n = 0; n < 5; n += 1) await kids('three');
    expect(asked).toHaveLength(2);
  });

  it('is fetched again after ten minutes, so that a removed key is no longer accepted', async () => {
    await kids('one');
    answer = () => Response.json({ keys: [two.publicJwk] });
    clock.advance(599);
    expect(await kids('one')).toEqual(['one']);
    clock.advance(1);
    expect(await kids('one')).toEqual(['two']);
  });

  it('is used for an hour if its server cannot be reached, and no longer', async () => {
    await kids('one');
    answer = () => new Response(null, { status: 503 });
    clock.advance(3599);
    expect(await kids('one')).toEqual(['one']);
    clock.advance(5);
    expect(await kids('one')).toEqual([]);
  });

  it('is fetched again soon if no fetch has succeeded', async () => {
    answer = () => new Response(null, { status: 404 });
    expect(await kids('one')).toEqual([]);
    expect(await kids('one')).toEqual([]);
    expect(asked).toHaveLength(1);
    answer = () => Response.json({ keys: [one.publicJwk] });
    clock.advance(5);
    expect(await kids('one')).toEqual(['one']);
  });

  it.each<[string, () => Response]>([
    ['not JSON', () => new Response('<html>')],
    ['without keys', () => Response.json({})],
  ])('is empty if the response is %s', async (_, wrong) => {
    answer = wrong;
    expect(await kids('one')).toEqual([]);
  });

  it('leaves out weak, private and unknown keys, and keeps the others', async () => {
    const broken = [{ kty: 'oct', k: 'c2VjcmV0' }, { ...one.publicJwk, kid: 'private', d: 'x' }, null, 'key'];
    const encrypting = { ...two.publicJwk, use: 'enc', kid: 'encrypting' };
    answer = () => Response.json({ keys: [...broken, encrypting, one.publicJwk] });
    expect(await kids('one')).toEqual(['one']);
  });
});
