import type { Handler } from '../route.js';

/** Passes the request to the GraphQL server. The promise resolves when the response is closed. */
export const graphql: Handler = (edge, request, response) =>
  new Promise((resolve, reject) => {
    response.once('close', resolve);
    edge.graphql(request, response, reject);
  });
