import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { BSON } from 'mongodb';

/**
 * What the proxy does with a command. `closeBefore` closes the connection and the server never gets the command;
 * `closeAfter` closes it when the server has replied, and the reply is lost. `swallow` and `swallowReply` do the same,
 * but leave the connection open and silent. `delay` passes the command on half a second later, `delayLong` seven seconds
 * later. `notPrimary` replies as a member that has stepped down, and ends the heartbeats, which such a member would
 * answer. It stands in for a real step-down: no test here runs a replica set of several members. `notSupported` replies
 * as a server with old data.
 */
export type Fault =
  | 'pass'
  | 'closeBefore'
  | 'closeAfter'
  | 'swallow'
  | 'swallowReply'
  | 'delay'
  | 'delayLong'
  | 'notPrimary'
  | 'notSupported';

/** A proxy between the driver and a MongoDB server. */
export interface MongodbProxy {
  /** The URL of the server, through the proxy. */
  readonly url: string;
  /** Chooses what happens to each command, by its name. Replies of the server and heartbeats always pass. */
  choose(fault: (command: string) => Fault): void;
  /** Closes all connections and accepts no others, as a server does that was killed. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

const DELAYS_MS = { delay: 500, delayLong: 7000 };
const HEADER_BYTES = 16;
/** https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/#op_msg */
const OP_MSG = 2013;

export async function startMongodbProxy(serverUrl: string): Promise<MongodbProxy> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let choice: (command: string) => Fault = () => 'pass';
  let isCut = false;
  /** Connections whose last message was a heartbeat. */
  const heartbeats = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket
      .on('error', () => undefined)
      .once('close', () => {
        sockets.delete(socket);
        heartbeats.delete(socket);
      });
  };
  const server = createServer((client) => {
    track(client);
    if (isCut) return void client.destroy();
    const upstream = connect(Number(target.port), target.hostname);
    track(upstream);
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    client.once('close', end);
    upstream.once('close', end);
    let lost: 'closeAfter' | 'swallowReply' | undefined;
    upstream.on('data', (reply) => {
      if (lost === 'closeAfter') end();
      else if (lost === undefined) client.write(reply);
    });
    const apply = (message: Buffer) => {
      const name = commandOf(message);
      const fault = name === undefined ? 'pass' : choice(name);
      if (name === undefined) heartbeats.add(client);
      else heartbeats.delete(client);
      if (fault === 'closeBefore') return end();
      if (fault === 'swallow') return;
      if (fault === 'notPrimary') {
        for (const socket of heartbeats) socket.destroy();
        return void client.write(notPrimary(message, name === 'commitTransaction'));
      }
      if (fault === 'notSupported') return void client.write(replyTo(message, NOT_SUPPORTED));
      if (fault === 'delay' || fault === 'delayLong')
        return void setTimeout(() => upstream.write(message), DELAYS_MS[fault]);
      if (fault !== 'pass') lost = fault;
      upstream.write(message);
    };
    readMessages(client, apply);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(serverUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    choose: (fault) => {
      choice = fault;
    },
    cut,
    mend: () => {
      isCut = false;
    },
    close: async () => {
      cut();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Calls `receive` with each whole message, in order. */
function readMessages(socket: Socket, receive: (message: Buffer) => void): void {
  let waiting = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= HEADER_BYTES && waiting.length >= waiting.readInt32LE(0)) {
      const length = waiting.readInt32LE(0);
      receive(waiting.subarray(0, length));
      waiting = waiting.subarray(length);
    }
  });
}

/** The name of the command, or `undefined` for a heartbeat. The first document of a message is the command. */
function commandOf(message: Buffer): string | undefined {
  if (message.readInt32LE(12) !== OP_MSG) return undefined;
  let at = HEADER_BYTES + 4;
  while (at < message.length && message[at] !== 0) at += 1 + message.readInt32LE(at + 1);
  const size = message.readInt32LE(at + 1);
  const [name] = Object.keys(BSON.deserialize(message.subarray(at + 1, at + 1 + size)));
  return name === 'hello' || name === 'ismaster' ? undefined : name;
}

/** How MongoDB 8 replies to `bulkWrite` while its data has the featureCompatibilityVersion 7.0. */
const NOT_SUPPORTED = {
  ok: 0,
  code: 115,
  codeName: 'CommandNotSupported',
  errmsg: 'BulkWrite may not be run until featureCompatibilityVersion is 8.0',
};

function notPrimary(request: Buffer, isCommit: boolean): Buffer {
  return replyTo(request, {
    ok: 0,
    code: 10107,
    codeName: 'NotWritablePrimary',
    errmsg: 'not primary',
    errorLabels: [isCommit ? 'RetryableWriteError' : 'TransientTransactionError'],
  });
}

function replyTo(request: Buffer, reply: object): Buffer {
  const document = BSON.serialize(reply);
  const message = Buffer.alloc(HEADER_BYTES + 5 + document.length);
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(request.readInt32LE(4), 8);
  message.writeInt32LE(OP_MSG, 12);
  message.set(document, HEADER_BYTES + 5);
  return message;
}
