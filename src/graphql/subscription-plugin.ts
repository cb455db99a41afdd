import type { ApolloServerPlugin, GraphQLRequestContextDidResolveOperation } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { createSourceEventStream, execute, GraphQLError, type GraphQLSchema } from 'graphql';
import type { EventStream } from '../admin/audit-log/event-stream.js';
import { AdminError, type AdminErrorCode } from '../model/errors.js';
import type { GraphqlContext } from './graphql-context.js';
import { checkCost } from './query-limits.js';

type ResolvedRequest = GraphQLRequestContextDidResolveOperation<GraphqlContext>;

/**
 * Begins the stream of a subscription, after everything that Apollo checks for other operations too. Apollo itself cannot
 * run subscriptions. An error before the stream begins is an ordinary response.
 */
export function beginSubscriptions(schema: GraphQLSchema): ApolloServerPlugin<GraphqlContext> {
  return {
    requestDidStart: async () => {
      let hasBegun = false;
      return {
        didResolveOperation: async (request) => {
          if (request.operation?.operation !== 'subscription') return;
          checkCost(schema, request);
          await begin(schema, request);
          hasBegun = true;
        },
        // The response is the stream, so this result is not sent.
        responseForOperation: async ({ response: { http } }) =>
          hasBegun ? { http, body: { kind: 'single', singleResult: {} } } : null,
      };
    },
  };
}

async function begin(schema: GraphQLSchema, { document, request, contextValue }: ResolvedRequest): Promise<void> {
  const { stream } = contextValue;
  if (stream === undefined) throw notAcceptable();
  const { variables, operationName } = request;
  const operation = { schema, document, variableValues: variables, operationName };
  const events = await createSourceEventStream({ ...operation, contextValue });
  if (!(Symbol.asyncIterator in events)) throw withStatus(events.errors?.[0] ?? new GraphQLError('No stream.'));
  try {
    stream.begin({
      events: events as EventStream,
      execute: async (rootValue, context) => execute({ ...operation, rootValue, contextValue: context }),
    });
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    throw withStatus(new GraphQLError(error.message, { originalError: error, path: [] }));
  }
}

function notAcceptable(): GraphQLError {
  return new GraphQLError(
    'The response to a subscription is a stream of server-sent events. Send the header Accept: text/event-stream.',
    { extensions: { code: ApolloServerErrorCode.BAD_REQUEST, http: { status: 406 } } },
  );
}

const STATUS: Readonly<Partial<Record<AdminErrorCode, number>>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  INVALID_INPUT: 400,
  RATE_LIMITED: 429,
};

/** Clients of streams recognize an error by the HTTP status. An error of the variables has no path. */
function withStatus(error: GraphQLError): GraphQLError {
  const { originalError, message, nodes = null, path } = error;
  const wrongInput = { code: ApolloServerErrorCode.BAD_USER_INPUT, http: { status: 400 } };
  if (path === undefined) return new GraphQLError(message, { nodes, extensions: wrongInput });
  const code = originalError instanceof AdminError ? originalError.code : undefined;
  const extensions = code === undefined ? {} : { code, http: { status: STATUS[code] ?? 400 } };
  return new GraphQLError(message, { nodes, path, originalError: originalError ?? null, extensions });
}
