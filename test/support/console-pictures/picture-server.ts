import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Deps } from '../../../src/model/deps.js';
import { startTestApp, type TestApp } from '../app.js';
import { localhostCertificate } from '../certificates.js';
import { type FrozenClock, frozenClock } from '../deps.js';
import { freePort } from '../free-port.js';
import { withFixedFacts } from './fixed-facts.js';
import { NOW, TOWN } from './town.js';

/** The server of the pictures behind a proxy with TLS, so that it has the same URL on every machine. */
export interface PictureServer {
  readonly app: TestApp;
  readonly clock: FrozenClock;
  /** The port of the proxy. */
  readonly port: number;
  stop(): Promise<void>;
}

export async function startPictureServer(
  fill: (deps: Deps, clock: FrozenClock) => Promise<void>,
): Promise<PictureServer> {
  const clock = frozenClock(NOW);
  const port = await freePort();
  const config = { port, issuer: TOWN.origin, trustProxy: 'loopback', bootstrapApiKey: undefined };
  const app = await startTestApp(config, { clock, prepare: (deps) => fill(deps, clock) });
  const proxy = createServer(await localhostCertificate(), (asked, answer) => pass(asked, answer, port));
  await new Promise<void>((resolve) => proxy.listen(0, 'localhost', resolve));
  return {
    app,
    clock,
    port: (proxy.address() as AddressInfo).port,
    stop: async () => {
      await close(proxy);
      await app.stop();
    },
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Passes a request on. Facts about this machine in a JSON response are replaced. */
function pass(asked: IncomingMessage, answer: ServerResponse, port: number): void {
  const { method, url: path, headers: sent } = asked;
  const headers = { ...sent, 'accept-encoding': 'identity', 'x-forwarded-proto': 'https' };
  const passed = request({ host: 'localhost', port, method, path, headers }, async (got) => {
    const { statusCode = 502, headers } = got;
    if (headers['content-type']?.startsWith('application/json') !== true) {
      answer.writeHead(statusCode, headers);
      got.pipe(answer);
      return;
    }
    const body = withFixedFacts(await text(got));
    const { 'content-length': _, 'transfer-encoding': _chunks, ...others } = headers;
    answer.writeHead(statusCode, { ...others, 'content-length': Buffer.byteLength(body) }).end(body);
  });
  passed.on('error', () => answer.destroy());
  answer.on('close', () => passed.destroy());
  asked.pipe(passed);
}
