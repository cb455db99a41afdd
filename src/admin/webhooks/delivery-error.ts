import { OUTBOUND_RULE } from '../../model/deps.js';

const UNTRUSTED = 'The server does not trust the certificate of the receiver.';
const UNREACHABLE = 'The host of the receiver cannot be reached.';
const NO_ANSWER = 'The receiver did not answer within 5 seconds.';
const CLOSED = 'The receiver closed the connection before it answered.';

/** What the error codes of the network mean. */
const MEANINGS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'The host name of the receiver does not exist.',
  EAI_AGAIN: 'The host name of the receiver could not be looked up.',
  ECONNREFUSED: 'The receiver refused the connection.',
  ECONNRESET: CLOSED,
  EPIPE: CLOSED,
  UND_ERR_SOCKET: CLOSED,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ETIMEDOUT: NO_ANSWER,
  UND_ERR_CONNECT_TIMEOUT: NO_ANSWER,
  UND_ERR_HEADERS_TIMEOUT: NO_ANSWER,
  CERT_HAS_EXPIRED: 'The certificate of the receiver has expired.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate of the receiver is for another host.',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  EPROTO: 'The receiver does not answer with TLS at this port.',
  ERR_SSL_WRONG_VERSION_NUMBER: 'The receiver does not answer with TLS at this port.',
};

const BAD_PORT = 'The server sends no requests to this port, because another protocol uses it. Choose another port.';
const REDIRECT = 'The receiver answered with a redirect, and the server follows none. Enter the final URL.';

/** Says in a sentence why a request to a receiver failed. The sentence names nothing but the host that was entered. */
export function deliveryError(error: unknown): string {
  for (const { name, code, message } of causesOf(error)) {
    if (code === OUTBOUND_RULE && message !== undefined) return message;
    if (name === 'TimeoutError') return NO_ANSWER;
    if (message === 'unexpected redirect') return REDIRECT;
    if (message === 'bad port') return BAD_PORT;
    const meaning = MEANINGS[code ?? ''];
    if (meaning !== undefined) return meaning;
  }
  return 'The request to the receiver failed. The log of the server has more details.';
}

interface Cause {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/** The error and its causes. A host with several addresses has an error for each. */
function* causesOf(error: unknown, depth = 0): Generator<Cause> {
  if (typeof error !== 'object' || error === null || depth > 5) return;
  const one: Cause = error;
  yield one;
  yield* causesOf(one.cause, depth + 1);
  for (const other of one.errors ?? []) yield* causesOf(other, depth + 1);
}
