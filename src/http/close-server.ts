import type { Server } from 'node:http';

/** When the server stops, requests in progress have this long to finish. */
const STOP_GRACE_MS = 5_000;
const STOP_CHECK_MS = 50;

/**
 * Closes each connection when its request is finished, and all remaining connections after `STOP_GRACE_MS`. A client
 * that sends or reads slowly can thus not prevent the stop.
 */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const check = setInterval(() => server.closeIdleConnections(), STOP_CHECK_MS);
    const end = setTimeout(() => server.closeAllConnections(), STOP_GRACE_MS);
    server.close(() => {
      clearInterval(check);
      clearTimeout(end);
      resolve();
    });
    server.closeIdleConnections();
  });
}
