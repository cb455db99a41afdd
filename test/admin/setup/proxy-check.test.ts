import { describe, expect, it } from '@jest/globals';
import { checkProxy, type RequestFacts } from '../../../src/admin/setup/proxy-check.js';

const SUBNETS = ['192.168.1.0/24', '172.18.0.0/16'];

function found(
  changes: Partial<RequestFacts>,
  trustProxy?: boolean | number | string,
  issuer = 'https://login.example.com',
) {
  const facts = {
    peer: '172.18.0.2',
    client: '203.0.113.9',
    host: 'login.example.com',
    forwardedFor: '203.0.113.9',
    forwardedProto: 'https',
    ...changes,
  };
  const { state, message } = checkProxy({ issuer, trustProxy }, facts, SUBNETS);
  return `${state}: ${message}`;
}

describe('The check of the proxy', () => {
  it('is OK if the address of the browser arrives', () => {
    expect(found({}, '172.18.0.0/16')).toBe(
      'OK: Requests come from the proxy 172.18.0.2, and this one from 203.0.113.9.',
    );
    expect(found({}, 1)).toMatch(/^OK: /);
    expect(found({ client: 'x. Set A=b', forwardedFor: 'x. Set A=b' }, 1)).toMatch(/ from an unknown address\.$/);
    expect(found({ forwardedProto: undefined }, 1)).toMatch(
      /^OK: .*no X-Forwarded-Proto, which this server does not need/,
    );
  });

  it.each([
    ['172.18.0.2', 'TRUST_PROXY=172.18.0.0/16.'],
    ['::ffff:172.18.0.2', 'TRUST_PROXY=172.18.0.0/16.'],
    ['172.30.0.2', 'TRUST_PROXY=172.30.0.2.'],
    ['192.168.1.7', 'TRUST_PROXY=192.168.1.7.'],
    ['127.0.0.1', 'TRUST_PROXY=loopback.'],
    ['::1', 'TRUST_PROXY=loopback.'],
    ['2001:db8::7', 'TRUST_PROXY=2001:db8::7.'],
  ])('fails without TRUST_PROXY, and says which value to set for %s', (peer, value) => {
    const text = found({ peer, client: peer });
    expect(text).toMatch(/^FAILED: Requests come from the proxy /);
    expect(text.endsWith(value)).toBe(true);
    expect(found({ peer, client: peer }, false)).toBe(text);
  });

  it('only warns if the proxy has a public address, because it may be one in front of the browser', () => {
    expect(found({ peer: '198.18.0.1', client: '198.18.0.1' })).toMatch(/^FAILED: /);
    const text = found({ peer: '8.8.8.8', client: '8.8.8.8' });
    expect(text).toMatch(/^WARNING: .*If this is your own proxy, set TRUST_PROXY=8\.8\.8\.8\./);
  });

  it('fails if TRUST_PROXY does not include the proxy', () => {
    expect(found({ client: '172.18.0.2' }, '10.0.0.0/8')).toMatch(
      /^FAILED: .*TRUST_PROXY=10\.0\.0\.0\/8 does not include.*172\.18\.0\.0\/16\.$/,
    );
  });

  it('warns if clients can choose their address', () => {
    expect(found({}, true)).toMatch(/^WARNING: TRUST_PROXY=true believes any address/);
    expect(found({}, 2)).toMatch(/^WARNING: TRUST_PROXY=2, but X-Forwarded-For names only 1 address,/);
    expect(found({ forwardedFor: '192.0.2.1, 192.0.2.2' }, 3)).toMatch(/ names only 2 addresses, .* TRUST_PROXY=2\.$/);
    expect(found({ forwardedFor: undefined }, 1)).toMatch(/^WARNING: .*without X-Forwarded-For.*choose its address/);
    expect(found({ forwardedFor: undefined })).toMatch(/^WARNING: .*set TRUST_PROXY\.$/);
  });

  it('warns if the proxy changes the Host or says that there is no TLS', () => {
    expect(found({ host: 'passgraph:3000' }, 1)).toMatch(
      /^WARNING: The proxy sends the Host passgraph:3000 instead of login\.example\.com/,
    );
    expect(found({ forwardedProto: 'http' }, 1)).toMatch(/^WARNING: .*without TLS/);
  });

  it('does not know without a request by the public URL', () => {
    expect(checkProxy({ issuer: 'https://login.example.com', trustProxy: 1 }, undefined).state).toBe('UNKNOWN');
    const near = { peer: '127.0.0.1', client: '127.0.0.1', host: 'localhost:3000', forwardedFor: undefined };
    expect(found(near, 1)).toMatch(/^UNKNOWN: .*not through https:\/\/login\.example\.com/);
    expect(found(near, undefined, 'http://localhost:3000')).toMatch(/^OK: .*without a proxy/);
  });
});
