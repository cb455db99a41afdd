import { AdminRequestError, type AdminRequestErrorCode, type AdminRequestFault } from './admin-request-error.js';

export interface AdminClientOptions {
  /** The base URL of the Passgraph server, such as `https://id.example.com`. */
  readonly url: string | URL;
  /** The API key with which the client authenticates. Set either `apiKey` or `accessToken`. */
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
export async function sendOperation(options: AdminClientOptions, query: string, variables: object): Promise<unknown> {
  const { timeout = TIMEOUT_MS } = options;
  const response = await sendRequest(options, { query, variables }, { signal: AbortSignal.timeout(timeout) });
  return dataOf(response, await readBody(response));
}

/** What a request has besides its operation. */
export interface RequestExtras {
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a request and returns the response, whatever it is. @throws AdminRequestError if no response comes */
export async function sendRequest(
  { url, apiKey, accessToken, fetch = globalThis.fetch }: AdminClientOptions,
  operation: { readonly query: string; readonly variables: object },
  { signal, headers = {} }: RequestExtras,
): Promise<Response> {
  const bearer = apiKey ?? (typeof accessToken === 'function' ? await accessToken() : accessToken);
  const target = new URL('/graphql', url);
  return fetch(target, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...headers,
    },
    body: JSON.stringify(operation),
    redirect: 'error',
    signal,
  }).catch((error: unknown) => {
    throw failure('UNREACHABLE', `${target.origin} does not answer${reasonOf(error)}.`, undefined, error);
  });
}

/** The body of a GraphQL response, or the data of one event. */
export interface GraphqlBody {
  readonly data?: unknown;
  readonly errors?: readonly AdminRequestFault[];
}

/** Returns the `data` of a response. @throws AdminRequestError if it has errors */
export function dataOf(response: Response, body: GraphqlBody): unknown {
  const [first, ...others] = body.errors ?? [];
  if (first !== undefined) throw new AdminRequestError([first, ...others], response.status);
  if (body.data == null) throw notGraphql(response);
  return body.data;
}

export async function readBody(response: Response): Promise<GraphqlBody> {
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
 * Returns the reason why no response arrived, such as ` (ECONNREFUSED)`. An error from `fetch` has this code of the
 * operating system in its `cause`, but not in its message.
 */
function reasonOf(error: unknown): string {
  const { name, cause } = error as { readonly name?: unknown; readonly cause?: { readonly code?: unknown } };
  if (name === 'TimeoutError') return ' in time';
  const code = cause?.code;
  return typeof code === 'string' ? ` (${code})` : '';
}
