import { describe, expect, it } from '@jest/globals';
import { differences } from './recorder/differences.js';
import type { Exchange } from './recorder/exchange.js';
import { maskUrl, maskValue } from './recorder/mask.js';

function exchange(changes: Partial<Exchange> = {}): Exchange {
  return {
    request: { method: 'POST', target: '/oidc/token' },
    sent: '',
    status: 200,
    headers: { 'cache-control': 'no-store' },
    body: { token_type: 'Bearer', scope: ['openid'] },
    ...changes,
  };
}
function whatDiffers(before: Exchange[], after: Exchange[]) {
  return differences('a test', before, after).map(({ what }) => what);
}

function part(value: object) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

describe('a recorded exchange', () => {
  it('has words in place of what is random', () => {
    const id = '0196b0f2-7c1e-7d1a-9a53-0a4a1f0c2b3d';
    const secret = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
    expect(maskValue({ id, code: `${id}.${secret}`, at: '2040-11-21T12:00:00.000Z', iat: 1 })).toEqual({
      ...{ id: '<uuid>', code: '<uuid>.<random>', at: '<instant>', iat: '<seconds>' },
    });
    expect(maskUrl(`http://localhost:41234/callback?code=${secret}&state=the-state`)).toEqual({
      ...{ url: 'http://localhost:<port>/callback', code: '<random>', state: 'the-state' },
    });
  });

  it('keeps what is not: words, header and claims of a JWT, and how long it lives', () => {
    expect(maskValue('code_challenge_methods_supported')).toBe('code_challenge_methods_supported');
    const jwt = `${part({ alg: 'RS256' })}.${part({ iss: 'https://id.example', iat: 100, exp: 400 })}.c2ln`;
    expect(maskValue(jwt)).toEqual({ jwt: { alg: 'RS256' }, claims: { iss: 'https://id.example', lifetime: 300 } });
  });
});

describe('two recordings', () => {
  it('are equal whatever the order of parallel requests', () => {
    const other = exchange({ status: 400 });
    expect(whatDiffers([exchange(), other], [other, exchange()])).toEqual([]);
  });

  it.each<[string, Partial<Exchange>, string]>([
    ['a status', { status: 201 }, 'status\n  - 200\n  + 201'],
    ['a header', { headers: {} }, 'headers.cache-control\n  - "no-store"'],
    [
      'a member of the body',
      { body: { token_type: 'DPoP', scope: ['openid'] } },
      'body.token_type\n  - "Bearer"\n  + "DPoP"',
    ],
    ['an entry of a list', { body: { token_type: 'Bearer', scope: [] } }, 'body.scope[]\n  - "openid"'],
  ])('differ in %s', (_, changes, what) => {
    expect(whatDiffers([exchange()], [exchange(changes)])).toEqual([what]);
  });

  it('differ in an exchange that only one of them has', () => {
    const what = 'exchange only before: {"method":"POST","target":"/oidc/token"} 200';
    expect(whatDiffers([exchange(), exchange()], [exchange()])).toEqual([what]);
  });
});
