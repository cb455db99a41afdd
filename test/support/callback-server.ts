import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** Where an application would receive its users: it keeps every address that a browser came to. */
export interface CallbackServer {
  readonly origin: string;
  readonly redirectUri: string;
  /** The callbacks so far, oldest first. */
  readonly callbacks: readonly URL[];
  stop(): Promise<void>;
}

/** `host` is `localhost` otherwise; with a certificate, PEM, it speaks TLS. */
export interface CallbackServerOptions {
  readonly host?: 'localhost' | '127.0.0.1' | '::1';
  readonly certificate?: { readonly cert: string; readonly key: string };
}

export async function startCallbackServer({
  host = 'localhost',
  certificate,
}: CallbackServerOptions = {}): Promise<CallbackServer> {
  const callbacks: URL[] = [];
  const answer: RequestListener = (request, response) => {
    const url = new URL(request.url ?? '/', origin);
    if (url.pathname === '/callback') callbacks.push(url);
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>The application</title><h1>Back</h1>');
  };
  const server = certificate === undefined ? createServer(answer) : createTlsServer(certificate, answer);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `${certificate ? 'https' : 'http'}://${host === '::1' ? '[::1]' : host}:${port}`;
  return {
    origin,
    redirectUri: `${origin}/callback`,
    callbacks,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
