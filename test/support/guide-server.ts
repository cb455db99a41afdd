import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import type { Guide } from './guides.js';

/** Packages that programs of guides import in the browser. */
const PACKAGES = {
  'oidc-client-ts': '/node_modules/oidc-client-ts/dist/esm/oidc-client-ts.js',
  'jwt-decode': '/node_modules/jwt-decode/build/esm/index.js',
  'openid-client': '/node_modules/openid-client/build/index.js',
  oauth4webapi: '/node_modules/oauth4webapi/build/index.js',
  jose: '/node_modules/jose/dist/webapi/index.js',
  'jose/jwe/compact/decrypt': '/node_modules/jose/dist/webapi/jwe/compact/decrypt.js',
  'jose/errors': '/node_modules/jose/dist/webapi/util/errors.js',
};

/**
 * Serves the TypeScript of a guide at its port 4000 as a bundler's server does: as JavaScript, packages by address, and
 * the page for every other path.
 */
export async function serveGuide(guide: Guide, html: string): Promise<Server> {
  const page = `<script type="importmap">${JSON.stringify({ imports: PACKAGES })}</script>${html}`;
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', guide.origin(4000)).pathname;
    const isProgram = path.endsWith('.ts');
    if (!isProgram && !path.startsWith('/node_modules/'))
      return response.setHeader('content-type', 'text/html').end(page);
    response.setHeader('content-type', 'text/javascript');
    const text = await readFile(isProgram ? join(guide.folder, path) : `.${path}`, 'utf8');
    return response.end(isProgram ? stripTypeScriptTypes(text) : text);
  });
  const port = Number(new URL(guide.origin(4000)).port);
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  return server;
}
