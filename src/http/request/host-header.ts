import type { RequestHandler } from 'express';
import { statusError } from '../answer/status-error.js';

/** RFC 3986 §3.2.2: a registered name, an IPv4 address or an IPv6 address in brackets, and optionally a port. */
const HOST = /^(?:[\w.~%!$&'()*+;=-]*|\[[\da-f:.]+\])(?::\d{0,5})?$/i;

/**
 * RFC 9112 §3.2: a request with several Host headers, or with an invalid one, gets the status 400. A proxy and the
 * server could otherwise use different hosts. Node rejects a request without the header.
 */
export const checkHost: RequestHandler = (request, _response, next) => {
  const { host = [] } = request.headersDistinct;
  if (host.length > 1 || !HOST.test(host[0] ?? '')) {
    throw statusError(400, 'The Host header is invalid. Send exactly one, with the host and port of the server.');
  }
  next();
};
