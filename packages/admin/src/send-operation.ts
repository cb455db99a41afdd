import { AdminRequestError, type AdminRequestErrorCode, type AdminRequestFault } from './admin-request-error.js';

/** Where the API is, and as whom it is called. */
export interface AdminClientOptions {
  /** Base URL of the server, such as `https://id.example.com`. */
  readonly url: string | URL;
  /** Sent as bearer token; one of this and `accessToken`. */
  readonly apiKey?: string | undefined;
  /** For access tokens that expire, a function that gives the one of the hour. */
  readonly accessToken?: string | (() => string | Promise<string>) | undefined;
  /** Instead of the global one, such as one that knows a proxy. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Milliseconds that an answer may take; 30,000 otherwise. */
  readonly timeout?: number | undefined;
}

const PATIENCE = 30_000;

/** `data` of one operation; whatever is in the way of it is thrown as an AdminRequestError. */
export async function sendOperation(
  { url, apiKey, accessToken, fetch = globalThis.fetch, timeout = PATIENCE }: AdminClientOptions,
  query: string,
  variables: object,
): Promise<unknown> {
  const bearer = apiKey ?? (typeof accessToken === 'function' ? await accessToken() : accessToken);
  const target = new URL('/graphql', url);
  const response = await fetch(target, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }) },
    body: JSON.stringify({ query, variables }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeout),
  }).catch((error: unknown) => {
    throw failure('UNREACHABLE', `${target.origin} does not answer${reasonOf(error)}.`, undefined, error);
  });
  const answer = await readAnswer(response);
  const [first, ...others] = answer.errors ?? [];
  if (first !== undefined) throw new AdminRequestError([first, ...others], response.status);
  if (answer.data == null) throw notGraphql(response);
  return answer.data;
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly AdminRequestFault[];
}

async function readAnswer(response: Response): Promise<Answer> {
  const answer: unknown = await response.json().catch((error: unknown) => {
    throw notGraphql(response, error);
  });
  if (typeof answer !== 'object' || answer === null) throw notGraphql(response);
  const { errors } = answer as Answer;
  if (errors !== undefined && !(Array.isArray(errors) && errors.every(isFault))) throw notGraphql(response);
  return answer;
}

function isFault(value: unknown): value is AdminRequestFault {
  return typeof value === 'object' && value !== null && typeof (value as AdminRequestFault).message === 'string';
}

function notGraphql({ status, url }: Response, cause?: unknown): AdminRequestError {
  return failure('NOT_GRAPHQL', `What answers at ${url} with status ${status} is not this API.`, status, cause);
}

function failure(code: AdminRequestErrorCode, message: string, status?: number, cause?: unknown): AdminRequestError {
  return new AdminRequestError([{ message, extensions: { code } }], status, cause);
}

/** What the system says, such as ECONNREFUSED; `fetch` itself says only that it failed. */
function reasonOf(error: unknown): string {
  const { name, cause } = error as { readonly name?: unknown; readonly cause?: { readonly code?: unknown } };
  if (name === 'TimeoutError') return ' in time';
  const code = cause?.code;
  return typeof code === 'string' ? ` (${code})` : '';
}
