import { connect } from 'node:net';

/** What a server sent on one connection until it was closed, or until `isEnough` says so. */
export interface RawAnswer {
  readonly text: string;
  readonly isClosed: boolean;
}

/** Sends the text on a connection of its own, as it stands, and collects what comes back. */
export function sendRaw(
  origin: string,
  text: string,
  isEnough: (received: string) => boolean = () => false,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    let received = '';
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(text));
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      received += chunk;
      if (isEnough(received)) socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve({ text: received, isClosed: !isEnough(received) }));
  });
}

export function statusesIn({ text }: Pick<RawAnswer, 'text'>): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}
