import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** While this many requests of one connection wait for a response, the server reads no more from the connection. */
const MAX_WAITING = 16;

/** A parsed piece of input can contain as many requests as fit into it, so the parser gets only small pieces. */
const MAX_PIECE_BYTES = 1024;

type Exchange = readonly [IncomingMessage, ServerResponse];

/**
 * Makes the server handle the requests of each connection one after the other, because it also has to send their
 * responses in this order (RFC 9112 §9.3.2). Node alone would begin all requests that a client has sent, and one client
 * could stop the server for minutes with thousands of small requests.
 */
export function handleInOrder(server: Server, handle: RequestListener): void {
  const queues = new WeakMap<Socket, Exchange[]>();
  server.on('connection', passInPieces);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const waiting = queues.get(socket);
    if (waiting === undefined) {
      queues.set(socket, []);
      begin([request, response]);
      return;
    }
    waiting.push([request, response]);
    if (waiting.length >= MAX_WAITING) socket.pause();
  });

  function begin([request, response]: Exchange): void {
    // Requests of other connections come first. Without this pause, a client could occupy the event loop.
    response.once('close', () => setImmediate(beginNext, request.socket));
    handle(request, response);
  }

  function beginNext(socket: Socket): void {
    const waiting = queues.get(socket);
    const next = waiting?.shift();
    if (waiting === undefined || next === undefined || socket.destroyed) {
      queues.delete(socket);
      return;
    }
    if (waiting.length < MAX_WAITING && socket.isPaused()) socket.resume();
    begin(next);
  }
}

/**
 * Passes the input of a connection to the parser in small pieces. After `pause`, the remaining pieces wait as bytes,
 * which need much less memory than parsed requests.
 */
function passInPieces(socket: Socket): void {
  const push = socket.push.bind(socket);
  socket.push = (chunk: Buffer | null) => {
    if (chunk === null) return push(null);
    let wantsMore = true;
    for (let start = 0; start < chunk.length; start += MAX_PIECE_BYTES) {
      wantsMore = push(chunk.subarray(start, start + MAX_PIECE_BYTES));
    }
    return wantsMore;
  };
  // Without a listener for `data`, Node's parser reads from the connection itself, in pieces of any size.
  socket.on('data', () => undefined);
}
