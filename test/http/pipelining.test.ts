import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { sendRaw, statusesIn } from '../support/raw-connection.js';

describe('requests that share a connection (RFC 9112 §9.3)', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
  const post = (path: string, body: string) =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

  it('are answered in their order, if they arrive before the answers, with a body or without', async () => {
    const requests = [get('/health/live'), post('/oidc/token', 'grant_type=x'), get('/nothing'), get('/robots.txt')];
    const few = Array.from({ length: 5 }, () => requests.join('')).join('');
    const answer = await sendRaw(app.origin, few, (received) => (received.match(/HTTP\/1/g) ?? []).length === 20);
    expect(statusesIn(answer)).toEqual(Array.from({ length: 5 }, () => [200, 401, 404, 200]).flat());
  });

  it('are answered one after the other, also if the next one arrives after an answer', async () => {
    const answer = await sendRaw(
      app.origin,
      `${get('/health/live')}GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );
    expect([statusesIn(answer), answer.isClosed]).toEqual([[200, 404], true]);
  });

  it('are all answered, however many arrive at once', async () => {
    const paths = Array.from({ length: 1500 }, (_, at) => (at % 10 === 0 ? '/nothing' : '/health/live'));
    const answer = await sendRaw(
      app.origin,
      paths.map(get).join(''),
      (received) => received.split('HTTP/1.1 ').length === 1501 && received.endsWith('}'),
    );
    expect(statusesIn(answer)).toEqual(paths.map((path) => (path === '/nothing' ? 404 : 200)));
  });

  it('are not read from the connection while many of them wait', async () => {
    const { port } = new URL(app.origin);
    const socket = connect(Number(port), 'localhost');
    socket.pause();
    // A client that reads no response fills the buffers of both sides, after which the server must not read on.
    const isTaken = () => new Promise<boolean>((taken) => socket.write(get('/login').repeat(1000), () => taken(true)));
    const isStuck = (): Promise<boolean> => new Promise((stuck) => setTimeout(() => stuck(false), 1000));
    let sent = 0;
    while (sent < 500 && (await Promise.race([isTaken(), isStuck()]))) sent += 1;
    socket.destroy();
    expect(sent).toBeLessThan(500);
  });

  it('do not keep other clients waiting, however many arrive at once', async () => {
    const { port } = new URL(app.origin);
    const flood = get('/login').repeat(1400);
    let answered = 0;
    const clients = Array.from({ length: 50 }, () => connect(Number(port), 'localhost').on('error', () => undefined));
    for (const client of clients) {
      client.setEncoding('latin1').on('data', (text: string) => {
        answered += statusesIn({ text }).length;
      });
      client.write(flood);
    }
    while (answered < 50) await new Promise((resolve) => setTimeout(resolve, 1));
    const before = answered;
    expect((await fetch(`${app.origin}/health/live`)).status).toBe(200);
    const meanwhile = answered - before;
    for (const client of clients) client.destroy();
    // Each of the 50 connections has had the turns that its limit allows, of its 1,400 requests.
    expect(meanwhile).toBeLessThan(50 * 140);
  });

  it.each([
    ['twice', 'Host: localhost\r\nHost: other.example\r\n'],
    ['twice, with one value', 'Host: localhost\r\nHost: localhost\r\n'],
    ['not at all', ''],
    ['as a list', 'Host: localhost, other.example\r\n'],
    ['with credentials', 'Host: user@localhost\r\n'],
    ['with a path', 'Host: localhost/x\r\n'],
  ])('is refused with 400 if it has Host %s (RFC 9112 §3.2)', async (_, header) => {
    const answer = await sendRaw(app.origin, `GET /health/live HTTP/1.1\r\n${header}Connection: close\r\n\r\n`);
    expect(statusesIn(answer)).toEqual([400]);
  });

  it('are accepted with Host in upper case, with a port, as IPv6 and empty', async () => {
    for (const host of ['LOCALHOST', 'localhost:3000', '[::1]:3000', 'id_1.example.com', '']) {
      const answer = await sendRaw(
        app.origin,
        `GET /health/live HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      );
      expect([host, statusesIn(answer)]).toEqual([host, [200]]);
    }
  });

  it('find the connection open for longer than a proxy keeps it', async () => {
    const answer = await fetch(`${app.origin}/health/live`);
    expect(Number(/timeout=(\d+)/.exec(answer.headers.get('keep-alive') ?? '')?.[1])).toBeGreaterThanOrEqual(65);
  });
});
