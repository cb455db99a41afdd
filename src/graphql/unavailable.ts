import { type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { StoreUnavailableError, UNAVAILABLE_RETRY_SECONDS } from '../model/errors.js';
import type { GraphqlContext } from './graphql-context.js';

/** The code of the error if the database is not available. */
export const UNAVAILABLE = 'UNAVAILABLE';

/** Makes the response to a request that the server cannot authenticate because the database is not available. */
export function unavailableResponse(error: StoreUnavailableError): GraphQLError {
  const headers = new HeaderMap([['retry-after', String(UNAVAILABLE_RETRY_SECONDS)]]);
  const http = { status: 503, headers };
  return new GraphQLError(error.message, { originalError: error, extensions: { code: UNAVAILABLE, http } });
}

/** Sets the HTTP status 503 if the database was not available for a field of the response. */
export function reportUnavailable(): ApolloServerPlugin<GraphqlContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async ({ errors = [], response: { http } }) => {
        if (!errors.some(({ originalError }) => originalError instanceof StoreUnavailableError)) return;
        http.status = 503;
        http.headers.set('retry-after', String(UNAVAILABLE_RETRY_SECONDS));
      },
    }),
  };
}
