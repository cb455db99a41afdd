import { statusError } from '../answer/status-error.js';
import type { Handler, Request, Response } from '../route.js';

/** A year, and no question in between: another content has another address. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

export const asset: Handler = ({ assets }, request, response) => {
  const { version, name } = request.params;
  const file = assets.files.get(String(name));
  if (file === undefined) throw statusError(404, 'There is no such file.');
  sendFile(request, response, file, version === assets.version ? IMMUTABLE : 'no-cache');
};

export const favicon: Handler = ({ assets }, request, response) => {
  const file = assets.files.get('icon.svg');
  if (file === undefined) throw statusError(404, 'There is no such file.');
  sendFile(request, response, file, 'public, max-age=86400');
};

export const robots: Handler = (_edge, _request, response) => {
  response.set('Cache-Control', 'public, max-age=86400').type('text/plain').send('User-agent: *\nDisallow: /\n');
};

type File = { readonly type: string; readonly etag: string; readonly body: Buffer };

function sendFile(_request: Request, response: Response, { type, etag, body }: File, cacheControl: string): void {
  response.set({ 'Cache-Control': cacheControl, 'Cross-Origin-Resource-Policy': 'same-origin', ETag: etag });
  response.type(type).send(body);
}
