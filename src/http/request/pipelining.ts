import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The maximum number of requests of one connection that may wait for a response. While this many wait, the server reads
 * no more from the connection.
 */
const MAX_WAITING = 16;

/** The maximum number of bytes that the parser gets at once, so that they contain only a few requests. */
const MAX_PIECE_BYTES = 1024;

type Exchange = readonly [IncomingMessage, ServerResponse];

interface Connection {
  isBusy: boolean;
  readonly waiting: Exchange[];
  /** Gives the parser the input that was held back while too many requests waited. */
  passOn: () => void;
}

/**
 * Makes the server handle the requests of each connection one after the other, because it also has to send their
 * responses in this order (RFC 9112 §9.3.2). By default, Node begins all requests that a client has sent, so one client
 * could block the server for minutes with thousands of small requests.
 */
export function handleInOrder(server: Server, handle: RequestListener): void {
  const connections = new WeakMap<Socket, Connection>();
  server.on('connection', (socket: Socket) => {
    const connection: Connection = { isBusy: false, waiting: [], passOn: () => undefined };
    connection.passOn = holdBack(socket, () => connection.waiting.length >= MAX_WAITING);
    connections.set(socket, connection);
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const connection = connections.get(request.socket);
    if (connection?.isBusy) connection.waiting.push([request, response]);
    else begin(connection, [request, response]);
  });

  function begin(connection: Connection | undefined, [request, response]: Exchange): void {
    if (connection !== undefined) connection.isBusy = true;
    // Pause after each request, so that requests of other connections can run. Without this pause, one client could
    // occupy the event loop.
    response.once('close', () => setImmediate(beginNext, request.socket));
    handle(request, response);
  }

  function beginNext(socket: Socket): void {
    const connection = connections.get(socket);
    if (connection === undefined || socket.destroyed) return;
    const next = connection.waiting.shift();
    if (next === undefined) connection.isBusy = false;
    else begin(connection, next);
    connection.passOn();
  }
}

/**
 * Gives the input of a connection to the parser in small portions, but none while `isFull` returns true. Waiting input
 * stays in bytes, which need much less memory than parsed requests. Calling `pause` would not suffice, because each
 * finished request of the connection calls `resume`.
 */
function holdBack(socket: Socket, isFull: () => boolean): () => void {
  const held: (Buffer | null)[] = [];
  const push = socket.push.bind(socket);
  const read = socket._read.bind(socket);
  let wantsMore = true;
  function passHeld(): void {
    while (held.length > 0 && !isFull()) wantsMore = push(held.shift());
  }
  socket.push = (chunk: Buffer | null) => {
    if (chunk === null) held.push(null);
    else {
      for (let start = 0; start < chunk.length; start += MAX_PIECE_BYTES) {
        held.push(chunk.subarray(start, start + MAX_PIECE_BYTES));
      }
    }
    passHeld();
    return wantsMore && held.length === 0;
  };
  socket._read = (size: number) => {
    if (held.length === 0) read(size);
  };
  // Without a listener for `data`, Node's parser reads from the connection itself, and the size of its portions has no
  // limit.
  socket.on('data', () => undefined);
  return () => {
    if (held.length === 0) return;
    passHeld();
    if (held.length === 0 && !socket.destroyed && !socket.readableEnded) read(0);
  };
}
