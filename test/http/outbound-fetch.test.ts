import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isPublicAddress, makeOutboundFetch } from '../../src/http/outbound/outbound-fetch.js';

describe('The outbound fetch', () => {
  let server: Server;
  let port: number;
  let asked = 0;

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked += 1;
      if (request.url === '/redirect') response.writeHead(302, { location: '/' }).end();
      else if (request.url === '/headers') response.end(JSON.stringify(request.headers));
      else if (request.url === '/gzip') response.setHeader('content-encoding', 'gzip').end(gzipSync('x'.repeat(1e6)));
      else if (request.url === '/chunked') Readable.from(['x'.repeat(150_000), 'x'.repeat(150_000)]).pipe(response);
      else if (request.url?.startsWith('/length/')) response.end('x'.repeat(Number(request.url.slice(8))));
      else response.end('here');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const causeOf = async (attempt: Promise<unknown>): Promise<string> => {
    const error = await attempt.then(
      () => new Error('The request succeeded.'),
      (failure: Error) => failure,
    );
    return `${error.message} ${String(error.cause)}`;
  };

  it.each(['127.0.0.1', '127.1', '0x7f000001', '[::1]', '[::ffff:127.0.0.1]', 'localhost'])(
    'refuses the private address %s, and does not connect to it.',
    async (host) => {
      const before = asked;
      expect(await causeOf(makeOutboundFetch([])(`http://${host}:${port}/`))).toContain('private address');
      expect(asked).toBe(before);
    },
  );

  it('connects to a private address if ALLOWED_PRIVATE_HOSTS names the host, and to no other.', async () => {
    const fetch = makeOutboundFetch(['localhost', '127.0.0.1']);
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('here');
    expect(await causeOf(fetch(`http://127.0.0.2:${port}/`))).toContain('private address');
  });

  it('limits the size of a body, by default to 256 KiB.', async () => {
    const fetch = makeOutboundFetch(['127.0.0.1']);
    const read = async (path: string, maxBytes?: number) =>
      (await (await fetch(`http://127.0.0.1:${port}${path}`, { maxBytes })).text()).length;
    expect(await read('/length/262144')).toBe(262_144);
    expect(await causeOf(read('/length/262145'))).toContain('exceeded max size');
    expect(await causeOf(read('/chunked'))).toContain('exceeded max size');
    expect(await read('/chunked', 300_000)).toBe(300_000);
    expect(await causeOf(read('/length/11', 10))).toContain('exceeded max size');
  });

  it('asks for no compression and refuses a compressed body, which could exceed the limit.', async () => {
    const fetch = makeOutboundFetch(['127.0.0.1']);
    const sent = await (await fetch(`http://127.0.0.1:${port}/headers`, { headers: { Accept: 'a/b' } })).json();
    expect(sent).toMatchObject({ 'accept-encoding': 'identity', accept: 'a/b' });
    expect(await causeOf(fetch(`http://127.0.0.1:${port}/gzip`))).toContain('Content-Encoding gzip');
  });

  it('follows no redirects and fetches no other schemes.', async () => {
    const fetch = makeOutboundFetch(['127.0.0.1']);
    expect(await causeOf(fetch(`http://127.0.0.1:${port}/redirect`))).toContain('redirect');
    expect(await causeOf(fetch('file:///etc/passwd'))).toContain('The server does not fetch file: URLs');
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
  ])('considers %s as public: %s.', (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });
});
