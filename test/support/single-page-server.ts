import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';

const LIBRARY = resolve('node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js');

/** One page at every address: the browser's part of an application without a server of its own. */
const PAGE =
  '<!doctype html><title>Single page</title><script src="/oidc-client-ts.js"></script><h1>The application</h1>';
/** What an iframe comes back to: it tells the page around it. */
const SILENT = `<!doctype html><title>Silent</title><script src="/oidc-client-ts.js"></script>
<script>new oidc.UserManager({ authority: '-', client_id: '-', redirect_uri: '-' }).signinSilentCallback()</script>`;

/** Serves a single-page application with oidc-client-ts in it. */
export interface SinglePageServer {
  readonly origin: string;
  stop(): Promise<void>;
}

export async function startSinglePageServer(): Promise<SinglePageServer> {
  const library = await readFile(LIBRARY);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://app');
    if (pathname === '/oidc-client-ts.js') response.setHeader('content-type', 'text/javascript').end(library);
    else response.setHeader('content-type', 'text/html').end(pathname === '/silent' ? SILENT : PAGE);
  });
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}
