import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody else's server, to which this one sends. It answers with the status that it is told to. */
export interface Receiver<T> {
  readonly url: string;
  /** What came, as it was read, oldest first. */
  readonly received: T[];
  status: number;
  /** The body of its answers. */
  answer: string;
  /** What happens before it answers. */
  meanwhile: (received: T) => unknown;
  stop(): Promise<void>;
}

export async function startReceiver<T>(
  path: string,
  read: (request: IncomingMessage, body: string) => T,
): Promise<Receiver<T>> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const what = read(request, body);
    receiver.received.push(what);
    await receiver.meanwhile(what);
    response.writeHead(receiver.status, receiver.status === 302 ? { location: receiver.url } : {}).end(receiver.answer);
  });
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  const receiver: Receiver<T> = {
    url: `http://localhost:${(server.address() as AddressInfo).port}${path}`,
    received: [],
    status: 200,
    answer: '',
    meanwhile: () => undefined,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
  return receiver;
}
