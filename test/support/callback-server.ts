import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where an application would receive its users: it keeps every address that a browser came to. */
export interface CallbackServer {
  readonly origin: string;
  readonly redirectUri: string;
  /** The callbacks so far, oldest first. */
  readonly callbacks: readonly URL[];
  stop(): Promise<void>;
}

export const startCallbackServer = async (): Promise<CallbackServer> => {
  const callbacks: URL[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin);
    if (url.pathname === '/callback') callbacks.push(url);
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>The application</title><h1>Back</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
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
};
