import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import { authenticateCaller } from '../admin/authenticate-caller.js';
import type { Deps } from '../model/deps.js';
import { makeSchema } from './build-schema.js';
import { type GraphqlContext, makeContext } from './graphql-context.js';
import { formatError, nobody } from './graphql-errors.js';
import { costLimit, parseOptions, validationRules } from './query-limits.js';

export type GraphqlHandler = ReturnType<typeof expressMiddleware>;

/** Answers a POST to /graphql whose JSON body was read. No GET, no batches, no session cookie: a bearer says who calls. */
export const makeGraphqlHandler = async (deps: Deps): Promise<GraphqlHandler> => {
  const schema = makeSchema();
  const server = new ApolloServer<GraphqlContext>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    parseOptions,
    validationRules,
    formatError: formatError(deps),
    logger: apolloLog(deps),
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginLandingPageDisabled(), costLimit(schema)],
  });
  await server.start();
  return expressMiddleware(server, {
    context: async ({ req, res }) => {
      res.set('Cache-Control', 'no-store');
      return contextOf(deps, req.headers.authorization, req.ip);
    },
  });
};

/** Introspection of the schema included, nothing is answered to nobody. RFC 6750 §2.1 */
const contextOf = async (
  deps: Deps,
  authorization: string | undefined,
  ipAddress: string | undefined,
): Promise<GraphqlContext> => {
  const bearer = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
  const caller = bearer === undefined ? undefined : await authenticateCaller(deps, bearer, { ipAddress });
  if (caller === undefined) throw nobody(bearer !== undefined);
  return makeContext(deps, caller);
};

const apolloLog = ({ log }: Deps) => ({
  debug: (message?: unknown) => log.debug({}, String(message)),
  info: (message?: unknown) => log.info({}, String(message)),
  warn: (message?: unknown) => log.warn({}, String(message)),
  error: (message?: unknown) => log.error({}, String(message)),
});
