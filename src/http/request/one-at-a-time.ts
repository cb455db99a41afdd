import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The most requests of one connection that may wait for the response to an earlier request. Browsers and proxies send
 * the next request after the response, so only few clients ever have one waiting.
 */
const MAX_WAITING = 32;

type Waiting = readonly [IncomingMessage, ServerResponse];

/**
 * Handles the requests of each connection one after the other, as their responses have to be sent in this order
 * (RFC 9112 §9.3.2). A connection with too many waiting requests is closed, so that one client cannot make the server
 * begin thousands of requests at once.
 */
export function oneAtATime(handle: RequestListener): RequestListener {
  const queues = new WeakMap<Socket, Waiting[]>();
  function begin([request, response]: Waiting, waiting: Waiting[]): void {
    response.once('close', () => {
      const next = waiting.shift();
      if (next === undefined || request.socket.destroyed) queues.delete(request.socket);
      else begin(next, waiting);
    });
    handle(request, response);
  }
  return (request, response) => {
    const { socket } = request;
    const waiting = queues.get(socket);
    if (waiting === undefined) {
      const none: Waiting[] = [];
      queues.set(socket, none);
      begin([request, response], none);
    } else if (waiting.length < MAX_WAITING) waiting.push([request, response]);
    else socket.destroy();
  };
}
