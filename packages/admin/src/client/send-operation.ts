import { AdminRequestError, type AdminRequestErrorCode, type AdminRequestFault } from './admin-request-error.js';

export interface AdminClientOptions {
  /** The base URL of the Passgraph server, such as `https://id.example.com`. */
  readonly url: string | URL;
  /** The API key with which the client authenticates. Set either this or `accessToken`. */
  readonly apiKey?: string | undefined;
  /**
   * The access token with which the client authenticates, or a function that returns the current token for each
   * request.
   */
  readonly accessToken?: string | (() => string | Promise<string>) | undefined;
  /** A function that sends the requests instead of the global `fetch`, for example through a proxy. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** The number of milliseconds after which a request is aborted. Default: 30,000. */
  readonly timeout?: number | undefined;
}

const TIMEOUT_MS = 30_000;

/**
 * Sends one GraphQL operation and returns the `data` of the response.
 *
 * @throws AdminRequestError if no response comes, or if the response contains errors
 */
export async function sendOperation(
  { url, apiKey, accessToken, fetch = globalThis.fetch, timeout = TIMEOUT_MS }: AdminClientOptions,
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
  const body = await readBody(response);
  const [first, ...others] = body.errors ?? [];
  if (first !== undefined) throw new AdminRequestError([first, ...others], response.status);
  if (body.data == null) throw notGraphql(response);
  return body.data;
}

interface GraphqlBody {
  readonly data?: unknown;
  readonly errors?: readonly AdminRequestFault[];
}

async function readBody(response: Response): Promise<GraphqlBody> {
  const body: unknown = await response.json().catch((error: unknown) => {
    throw notGraphql(response, error);
  });
  if (typeof body !== 'object' || body === null) throw notGraphql(response);
  const { errors } = body as GraphqlBody;
  if (errors !== undefined && !(Array.isArray(errors) && errors.every(isFault))) throw notGraphql(response);
  return body;
}

function isFault(value: unknown): value is AdminRequestFault {
  return typeof value === 'object' && value !== null && typeof (value as AdminRequestFault).message === 'string';
}

function notGraphql({ status, url }: Response, cause?: unknown): AdminRequestError {
  return failure(
    'NOT_GRAPHQL',
    `The response of ${url} (status ${status}) is not GraphQL. Check the base URL of the server.`,
    status,
    cause,
  );
}

function failure(code: AdminRequestErrorCode, message: string, status?: number, cause?: unknown): AdminRequestError {
  return new AdminRequestError([{ message, extensions: { code } }], status, cause);
}

/**
 * Returns the reason why no response arrived, such as ` (ECONNREFUSED)`. The message of an error from `fetch` gives no
 * reason, but the cause of the error has a code from the system.
 */
function reasonOf(error: unknown): string {
  const { name, cause } = error as { readonly name?: unknown; readonly cause?: { readonly code?: unknown } };
  if (name === 'TimeoutError') return ' in time';
  const code = cause?.code;
  return typeof code === 'string' ? ` (${code})` : '';
}
