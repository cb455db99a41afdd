import type { Server } from 'node:http';
import type { Config } from '../model/config.js';

/**
 * Starts to listen at HOST and PORT.
 *
 * @throws Error whose message names the environment variable to change
 */
export function listen(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port, host)));
    server.listen(port, host, resolve);
  });
}

function listenError(error: NodeJS.ErrnoException, port: number, host: string): Error {
  if (error.code === 'EADDRINUSE')
    return new Error(
      `PORT: another program uses port ${port}. Stop it, or choose another port: PORT=${port + 1} npm start.`,
    );
  if (error.code === 'EACCES')
    return new Error(
      `PORT: the operating system does not allow this process to use port ${port}. Choose a port above 1023.`,
    );
  return new Error(
    `HOST: the server cannot listen at ${host}:${port} (${error.code ?? error.message}). Check HOST and PORT.`,
  );
}
