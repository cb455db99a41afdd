import { brandStyleOfName } from '../../pages/layout/brand-style.js';
import { statusError } from '../answer/status-error.js';
import type { Handler, Response } from '../route.js';

/**
 * Browsers may use their copy of a file for one year without asking the server. If the file changes, its URL changes,
 * so no browser shows an old copy.
 */
const IMMUTABLE = 'public, max-age=31536000, immutable';

export const asset: Handler = ({ assets }, request, response) => {
  const { version, name } = request.params;
  const file = assets.files.get(String(name));
  if (file === undefined) throw statusError(404, 'There is no such file.');
  sendFile(response, file, version === assets.version ? IMMUTABLE : 'no-cache');
};

/** `/branding/{colours}.css`: the style sheet for the colours in its name, which never changes. */
export const brandColors: Handler = (_edge, request, response) => {
  const style = brandStyleOfName(String(request.params.name));
  if (style === undefined) throw statusError(404, 'There is no such file.');
  response.set({ 'Cache-Control': IMMUTABLE, 'Cross-Origin-Resource-Policy': 'cross-origin' });
  response.type('text/css').send(style);
};

export const favicon: Handler = ({ assets }, _request, response) => {
  const file = assets.files.get('icon.svg');
  if (file === undefined) throw statusError(404, 'There is no such file.');
  sendFile(response, file, 'public, max-age=86400');
};

export const robots: Handler = (_edge, _request, response) => {
  response.set('Cache-Control', 'public, max-age=86400').type('text/plain').send('User-agent: *\nDisallow: /\n');
};

/** A preview of the branding, in a sandboxed iframe, belongs to no origin. These files are public and have no secrets. */
const PREVIEWED: ReadonlySet<string> = new Set(['text/css', 'image/svg+xml']);

type File = { readonly type: string; readonly etag: string; readonly body: Buffer };

function sendFile(response: Response, { type, etag, body }: File, cacheControl: string): void {
  // RFC 9110 §8.8.1: the ETag is weak, because a compressed and an uncompressed response have the same ETag.
  const policy = PREVIEWED.has(type) ? 'cross-origin' : 'same-origin';
  response.set({ 'Cache-Control': cacheControl, 'Cross-Origin-Resource-Policy': policy, ETag: `W/${etag}` });
  response.type(type).send(body);
}
