import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a client got at its `backchannel_logout_uri`. */
export interface ReceivedLogout {
  readonly method: string | undefined;
  readonly type: string | undefined;
  readonly form: URLSearchParams;
}

/** A client's server, which answers with the status that it is told to. */
export interface LogoutReceiver {
  readonly url: string;
  readonly received: ReceivedLogout[];
  status: number;
  stop(): Promise<void>;
}

export const startLogoutReceiver = async (): Promise<LogoutReceiver> => {
  const received: ReceivedLogout[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    received.push({ method: request.method, type: request.headers['content-type'], form: new URLSearchParams(body) });
    response.writeHead(receiver.status, receiver.status === 302 ? { location: receiver.url } : {}).end();
  });
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  const receiver: LogoutReceiver = {
    url: `http://localhost:${(server.address() as AddressInfo).port}/logout?tenant=1`,
    received,
    status: 200,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
  return receiver;
};
