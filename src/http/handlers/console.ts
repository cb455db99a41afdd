import { consolePage } from '../../pages/console-page.js';
import type { ConsoleFiles } from '../../pages/layout/console-files.js';
import { setConsoleHeaders } from '../answer/security-headers.js';
import { frameOf } from '../answer/send.js';
import { statusError } from '../answer/status-error.js';
import type { Edge, Handler } from '../route.js';

/** The name of a file contains a hash of its content, so browsers may keep their copy for one year. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** `/console` and all paths below: the page in which the console runs. The console itself reads the path. */
export const consoleApp: Handler = (edge, request, response) => {
  const files = filesOf(edge);
  setConsoleHeaders(response);
  response.type('html').send(consolePage(frameOf(edge, request), files, edge.deps.config.issuer, request.path));
};

export const consoleFile: Handler = (edge, request, response) => {
  const file = filesOf(edge).files.get(String(request.params.name));
  if (file === undefined) throw statusError(404, 'There is no such file.');
  response.set({ 'Cache-Control': IMMUTABLE, 'Cross-Origin-Resource-Policy': 'same-origin' });
  response.type(file.type).vary('Accept-Encoding');
  if (request.acceptsEncodings('br') === false) return void response.send(file.body);
  response.set('Content-Encoding', 'br').send(file.brotli);
};

function filesOf({ console }: Edge): ConsoleFiles {
  if (console === undefined)
    throw statusError(404, 'The console is missing. Run `npm run build` and start the server again.');
  return console;
}
