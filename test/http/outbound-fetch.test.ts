import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isPublicAddress, makeOutboundFetch } from '../../src/http/outbound/outbound-fetch.js';

describe('outbound fetch: private addresses', () => {
  let server: Server;
  let port: number;
  let asked = 0;

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked += 1;
      if (request.url === '/redirect') response.writeHead(302, { location: '/' }).end();
      else response.end('here');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const causeOf = async (attempt: Promise<unknown>): Promise<string> => {
    const error = await attempt.then(
      () => new Error('it was fetched'),
      (failure: Error) => failure,
    );
    return `${error.message} ${String(error.cause)}`;
  };

  it.each(['127.0.0.1', '127.1', '0x7f000001', '[::1]', '[::ffff:127.0.0.1]', 'localhost'])(
    'refuses %s',
    async (host) => {
      const before = asked;
      expect(await causeOf(makeOutboundFetch([])(`http://${host}:${port}/`))).toContain('private address');
      expect(asked).toBe(before);
    },
  );

  it('reaches a private host that is allowed by name, and no other', async () => {
    const fetch = makeOutboundFetch(['localhost', '127.0.0.1']);
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('here');
    expect(await causeOf(fetch(`http://127.0.0.2:${port}/`))).toContain('private address');
  });

  it('does not follow redirects, nor other schemes', async () => {
    const fetch = makeOutboundFetch(['127.0.0.1']);
    expect(await causeOf(fetch(`http://127.0.0.1:${port}/redirect`))).toContain('redirect');
    expect(await causeOf(fetch('file:///etc/passwd'))).toContain('file: is not fetched');
  });

  it.each([
    ['10.1.2.3', false],
    ['100.64.0.1', false],
    ['169.254.169.254', false],
    ['172.16.0.1', false],
    ['192.168.1.1', false],
    ['0.0.0.0', false],
    ['224.0.0.1', false],
    ['fe80::1', false],
    ['fd00::1', false],
    ['64:ff9b::7f00:1', false],
    ['2002:7f00:1::', false],
    ['::7f00:1', false],
    ['200::1', false],
    ['nowhere', false],
    ['93.184.216.34', true],
    ['2606:4700::1111', true],
  ])('%s: public is %s', (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });
});
