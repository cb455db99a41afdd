import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import type { Guide } from './guides.js';

/** Packages that examples import in the browser. */
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
 * Serves an example of the browser at the guide's port 4000 as Vite does: TypeScript as JavaScript, the names in
 * `define` replaced, packages by address, and index.html for every other path.
 */
export async function serveExample(guide: Guide, example: string, define: Record<string, string>): Promise<Server> {
  const html = await readFile(join('examples', example, 'index.html'), 'utf8');
  const page = `<script type="importmap">${JSON.stringify({ imports: PACKAGES })}</script>${html}`;
  const constants = Object.entries(define).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', guide.origin(4000)).pathname;
    const isProgram = path.endsWith('.ts');
    if (!isProgram && !path.startsWith('/node_modules/'))
      return response.setHeader('content-type', 'text/html').end(page);
    response.setHeader('content-type', 'text/javascript');
    if (!isProgram) return response.end(await readFile(`.${path}`, 'utf8'));
    const program = stripTypeScriptTypes(await readFile(join('examples', example, path), 'utf8'));
    return response.end([...constants, program].join('\n'));
  });
  const port = Number(new URL(guide.origin(4000)).port);
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  return server;
}
