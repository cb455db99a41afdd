import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import { authenticateCaller } from '../admin/authenticate-caller.js';
import type { Deps } from '../model/deps.js';
import { OAuthError } from '../model/errors.js';
import { makeSchema } from './build-schema.js';
import { type GraphqlContext, makeContext } from './graphql-context.js';
import { formatError, nobody } from './graphql-errors.js';
import { logRefusals } from './log-refusals.js';
import { costLimit, parseOptions, validationRules } from './query-limits.js';

export type GraphqlHandler = ReturnType<typeof expressMiddleware>;
type Request = Parameters<GraphqlHandler>[0];

/** Answers a POST to /graphql whose JSON body was read. No GET, no batches, no session cookie: a bearer says who calls. */
export async function makeGraphqlHandler(deps: Deps): Promise<GraphqlHandler> {
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
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      costLimit(schema),
      logRefusals(deps),
    ],
  });
  await server.start();
  return expressMiddleware(server, {
    context: async ({ req, res }) => {
      res.set('Cache-Control', 'no-store');
      return contextOf(deps, req);
    },
  });
}

/** Introspection of the schema included, nothing is answered to nobody. */
async function contextOf(deps: Deps, { headers, ip: ipAddress }: Request): Promise<GraphqlContext> {
  const { authorization: sent, dpop } = headers;
  const authorization = CREDENTIALS.test(sent ?? '') ? sent : undefined;
  const credentials = { authorization, dpop: typeof dpop === 'string' ? dpop : undefined };
  try {
    const caller = await authenticateCaller(deps, credentials, { ipAddress });
    if (caller !== undefined) return makeContext(deps, caller);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    deps.log.info({ ipAddress, reason: error.description }, 'administration refused to an access token');
    throw nobody(true, error.headers);
  }
  if (sent !== undefined) deps.log.info({ ipAddress }, 'administration refused to nobody known');
  throw nobody(authorization !== undefined);
}

/** A scheme that is taken, and something behind it: what lacks either is no token that could be known. */
const CREDENTIALS = /^(Bearer|DPoP) +\S/i;

function apolloLog({ log }: Deps) {
  return {
    debug: (message?: unknown) => log.debug({}, String(message)),
    info: (message?: unknown) => log.info({}, String(message)),
    warn: (message?: unknown) => log.warn({}, String(message)),
    error: (message?: unknown) => log.error({}, String(message)),
  };
}
