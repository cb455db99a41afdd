import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** What the application received. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  /** In the order in which they came, so that a repeated header is seen. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly bodyHash: string;
}

/** An application without a sign-in of its own, which shows what it receives. */
export interface ProtectedApp {
  readonly port: number;
  /** The protocols to which requests wanted to change, as `Upgrade` named them. */
  readonly upgrades: string[];
  stop(): Promise<void>;
}

/** A path at which the application fails. */
export const FAILING_PATH = '/public/failing';

export async function startProtectedApp(): Promise<ProtectedApp> {
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    response.statusCode = request.url === FAILING_PATH ? 500 : 200;
    response.setHeader('content-type', 'text/html');
    response.end(`<title>Notes</title><pre id="received">${escaped(JSON.stringify(received(request, body)))}</pre>
      <form method="post" action="/.passgraph/sign-out"><button name="action" value="sign-out">Sign out</button></form>`);
  });
  const upgrades: string[] = [];
  // A WebSocket, as far as a proxy sees it (RFC 6455 §4.2.2): afterwards, everything comes back.
  server.on('upgrade', (request, socket) => {
    const protocol = request.headers.upgrade ?? '';
    upgrades.push(protocol);
    if (/h2c/i.test(protocol)) {
      // As an application that also speaks HTTP/2 in clear text (RFC 7540 §3.2), and does not insist on its settings.
      socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
      return;
    }
    const accept = createHash('sha1').update(
      `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`,
    );
    const user = request.headers['remote-user'] ?? '';
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Seen-User: ${user}\r\n` +
        `Sec-WebSocket-Accept: ${accept.digest('base64')}\r\n\r\n`,
    );
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    upgrades,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

function received({ method = '', url = '', rawHeaders }: IncomingMessage, body: Buffer): ReceivedRequest {
  const headers = rawHeaders.flatMap((name, at) =>
    at % 2 === 0 ? [[name.toLowerCase(), Buffer.from(rawHeaders[at + 1] ?? '', 'latin1').toString()] as const] : [],
  );
  return { method, url, headers, bodyHash: createHash('sha256').update(body).digest('hex') };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** Reads what the application received from the page that shows it. */
export function receivedIn(html: string): ReceivedRequest {
  const [, text = ''] = /<pre id="received">(.*?)<\/pre>/s.exec(html) ?? [];
  return JSON.parse(text.replaceAll('&lt;', '<').replaceAll('&amp;', '&'));
}

/** The values of all headers that an application could take for `Remote-…`, by their names. */
export function identityIn({ headers }: ReceivedRequest): Record<string, string> {
  return Object.fromEntries(
    headers
      .filter(([name, value]) => /^remote[-_]/.test(name) && value !== '')
      .map(([name, value], at, all) => [
        all.findIndex(([other]) => other === name) < at ? `${name} again` : name,
        value,
      ]),
  );
}
