import type { RequestHandler } from 'express';
import { statusError } from '../answer/status-error.js';

/** RFC 3986 §3.2.2: a registered name, an IPv4 address or an IPv6 address in brackets, and optionally a port. */
const HOST = /^(?:[\w.~%!$&'()*+;=-]*|\[[\da-f:.]+\])(?::\d{0,5})?$/i;

/**
 * RFC 9112 §3.2: a request with several Host headers, or with an invalid Host header, gets the status 400. Otherwise a
 * proxy and the server could use different hosts. Node already rejects a request without a Host header.
 */
export const checkHost: RequestHandler = (request, _response, next) => {
  const { host = [] } = request.headersDistinct;
  if (host.length > 1 || !HOST.test(host[0] ?? '')) {
    throw statusError(400, 'The Host header is invalid. Send exactly one, with the host and port of the server.');
  }
  next();
};
