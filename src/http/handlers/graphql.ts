import type { Handler } from '../route.js';

/** Administration, by whatever handler was put in. */
export const graphql: Handler = (edge, request, response) =>
  new Promise((resolve, reject) => {
    response.once('close', resolve);
    edge.graphql(request, response, reject);
  });
