import { type ApolloServer, HeaderMap, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from '@apollo/server';
import type { expressMiddleware } from '@as-integrations/express5';
import type { ExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';
import type { AdminCaller } from '../admin/admin-caller.js';
import type { LogWatch } from '../admin/audit-log/log-watch.js';
import type { LastingCaller } from '../admin/caller-authentication.js';
import type { Deps } from '../model/deps.js';
import type { BegunStream, GraphqlContext } from './graphql-context.js';
import type { OpenStreams } from './open-streams.js';
import { eventText, STREAM_HEADERS } from './server-sent-events.js';
import { type StreamEnd, type StreamPace, sendStream } from './stream-response.js';

type Request = Parameters<ReturnType<typeof expressMiddleware>>[0];
type Response = Parameters<ReturnType<typeof expressMiddleware>>[1];

/** Node sends ten probes, one each second. The operating system sends none while it waits for the receipt of data. */
const PROBE_AFTER_MS = 4000;

const STREAM_TYPE = /^\s*text\/event-stream\s*(;|$)/i;

/** Whether the client accepts a stream of server-sent events. It has to name the type: a wildcard is not enough. */
export function acceptsStream({ headers: { accept = '' } }: Request): boolean {
  return accept.split(',').some((type) => STREAM_TYPE.test(type));
}

export interface StreamHandlerParts {
  readonly deps: Deps;
  readonly server: ApolloServer<GraphqlContext>;
  readonly streams: OpenStreams;
  readonly watch: LogWatch;
  readonly pace: StreamPace;
  readonly format: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  readonly authenticate: (request: Request) => Promise<LastingCaller>;
  readonly makeContext: (request: Request, caller: AdminCaller) => GraphqlContext;
}

/**
 * Makes the handler for requests that accept a stream, according to the protocol
 * {@link https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md#distinct-connections-mode | GraphQL over SSE},
 * with one connection for each operation. Apollo checks the request as any other.
 */
export function makeStreamHandler(parts: StreamHandlerParts): (request: Request, response: Response) => Promise<void> {
  const { deps, server, streams, watch, pace, format } = parts;
  return async (request, response) => {
    const ending = new AbortController();
    response.once('close', () => ending.abort({ kind: 'gone' } satisfies StreamEnd));
    const makeContext = (caller: AdminCaller) => parts.makeContext(request, caller);
    let lasting: LastingCaller | undefined;
    let begun: BegunStream | undefined;
    const context = async (): Promise<GraphqlContext> => {
      response.set('Cache-Control', 'no-store');
      lasting = await parts.authenticate(request);
      const { caller } = lasting;
      const begin = (stream: BegunStream) => {
        const leave = streams.add(caller, () => ending.abort({ kind: 'closing' } satisfies StreamEnd));
        response.once('close', leave);
        if (response.closed) leave();
        begun = stream;
      };
      const lastEventId = request.get('last-event-id');
      return { ...makeContext(caller), stream: { watch, signal: ending.signal, lastEventId, begin } };
    };
    const { apolloRequest, acceptsJson } = toApollo(request);
    const answer = await server.executeHTTPGraphQLRequest({ httpGraphQLRequest: apolloRequest, context });
    if (begun === undefined || lasting === undefined) return sendAnswer(response, answer, acceptsJson);
    response.locals.isStream = true;
    // If nothing is sent meanwhile, a client that vanished is noticed before the next comment.
    request.socket.setKeepAlive(true, PROBE_AFTER_MS);
    response.writeHead(200, STREAM_HEADERS);
    const toJson = (result: ExecutionResult) => JSON.stringify(formatResult(result, format));
    await sendStream({ deps, response, stream: begun, lasting, ending, pace, makeContext, toJson });
  };
}

/** Apollo knows nothing of streams, so it gets the other accepted types, or JSON if there are none. */
function toApollo(request: Request): { apolloRequest: HTTPGraphQLRequest; acceptsJson: boolean } {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, [value].flat().join(', '));
  const others = (request.headers.accept ?? '').split(',').filter((type) => !STREAM_TYPE.test(type));
  headers.set('accept', others.length > 0 ? others.join(',') : 'application/json');
  const { method, body } = request;
  return { apolloRequest: { method, headers, search: '', body }, acceptsJson: others.length > 0 };
}

/** Sends an error, or the result of a query or mutation. The result is a stream of one event if the client wants nothing else. */
async function sendAnswer(response: Response, answer: HTTPGraphQLResponse, acceptsJson: boolean): Promise<void> {
  const { status = 200, headers, body } = answer;
  if (body.kind !== 'complete') throw new Error('The server does not support incremental results. This is a bug.');
  if (status === 200 && !acceptsJson) {
    response.writeHead(200, STREAM_HEADERS);
    response.end(eventText('next', body.string.trim()) + eventText('complete'));
    return;
  }
  for (const [name, value] of headers) response.setHeader(name, value);
  response.status(status).send(body.string);
}

/** Formats the errors of one event as Apollo formats those of a response. */
function formatResult(result: ExecutionResult, format: StreamHandlerParts['format']) {
  const { errors, ...others } = result;
  return errors === undefined ? others : { errors: errors.map((error) => formatOne(error, format)), ...others };
}

function formatOne(error: GraphQLError, format: StreamHandlerParts['format']): GraphQLFormattedError {
  const { extensions = {}, ...formatted } = error.toJSON();
  return format({ ...formatted, extensions: { code: 'INTERNAL_SERVER_ERROR', ...extensions } }, error);
}
