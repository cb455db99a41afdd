/*
 * This folder is the GraphQL API for administration. It declares the schema and calls the functions in `src/admin`,
 * which contain all rules. Every field requires a permission (`permission-guard.ts`), and the cost of every operation
 * is limited (`query-limits.ts`). Most fields of clients and users are derived from tables in `src/admin`
 * (`value-fields.ts`). The folder must not know the database. To understand this folder, read this file first, and then
 * `client-resolver.ts`.
 */

import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { expressMiddleware } from '@as-integrations/express5';
import type { AdminCaller } from '../admin/admin-caller.js';
import { type LogWatch, makeLogWatch } from '../admin/audit-log/log-watch.js';
import { authenticateLastingCaller, type LastingCaller } from '../admin/caller-authentication.js';
import { factsOf } from '../admin/setup/proxy-check.js';
import { type CheckSetup, makeSetupChecks } from '../admin/setup/setup-checks.js';
import type { Deps } from '../model/deps.js';
import { OAuthError, StoreUnavailableError } from '../model/errors.js';
import { type GraphqlContext, type GraphqlLook, makeContext } from './graphql-context.js';
import { formatError, unauthenticatedResponse } from './graphql-errors.js';
import { makeOpenStreams } from './open-streams.js';
import { costLimit, parseOptions, validationRules } from './query-limits.js';
import { logRefusals } from './refusal-log.js';
import { makeSchema } from './schema-build.js';
import { acceptsStream, makeStreamHandler } from './stream-handler.js';
import { STREAM_PACE, type StreamPace } from './stream-response.js';
import { beginSubscriptions } from './subscription-plugin.js';
import { reportUnavailable, unavailableResponse } from './unavailable.js';

type Middleware = ReturnType<typeof expressMiddleware>;
type Request = Parameters<Middleware>[0];

export interface GraphqlHandler extends Middleware {
  /** Closes all streams, so that the server can stop. */
  closeStreams(): void;
}

/** What `app.ts` and tests make themselves. */
export interface GraphqlOptions {
  readonly checkSetup?: CheckSetup;
  readonly watch?: LogWatch;
  readonly pace?: StreamPace;
}

/**
 * Handles POST /graphql. The caller authenticates with a bearer or DPoP token; session cookies are ignored. GET
 * requests and batches are rejected.
 */
export async function makeGraphqlHandler(
  deps: Deps,
  look: GraphqlLook,
  {
    checkSetup = makeSetupChecks(deps, { nodeVersion: process.version }),
    watch = makeLogWatch(deps),
    pace = STREAM_PACE,
  }: GraphqlOptions = {},
): Promise<GraphqlHandler> {
  const schema = makeSchema();
  const format = formatError(deps);
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
    formatError: format,
    logger: apolloLog(deps),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      costLimit(schema),
      beginSubscriptions(schema),
      logRefusals(deps),
      reportUnavailable(),
    ],
  });
  await server.start();
  const contextOf = (request: Request, caller: AdminCaller, gone?: AbortSignal) =>
    makeContext(deps, { ...look, checkSetup }, { caller, facts: factsOf(request), gone });
  const streams = makeOpenStreams();
  const handleStream = makeStreamHandler({
    deps,
    server,
    streams,
    watch,
    pace,
    format,
    authenticate: (request) => authenticate(deps, request),
    makeContext: contextOf,
  });
  const handlePlain = expressMiddleware(server, {
    context: async ({ req, res }) => {
      res.set('Cache-Control', 'no-store');
      const gone = new AbortController();
      res.once('close', () => gone.abort());
      return contextOf(req, (await authenticate(deps, req)).caller, gone.signal);
    },
  });
  const handle: Middleware = (request, response, next) =>
    acceptsStream(request) ? handleStream(request, response).catch(next) : handlePlain(request, response, next);
  return Object.assign(handle, { closeStreams: streams.closeAll });
}

/** Every request requires valid credentials, even a request that only reads the schema (introspection). */
async function authenticate(deps: Deps, { headers, ip: ipAddress }: Request): Promise<LastingCaller> {
  const { authorization: sent, dpop } = headers;
  const authorization = CREDENTIALS.test(sent ?? '') ? sent : undefined;
  const credentials = { authorization, dpop: typeof dpop === 'string' ? dpop : undefined };
  try {
    const lasting = await authenticateLastingCaller(deps, credentials, { ipAddress });
    if (lasting !== undefined) return lasting;
  } catch (error) {
    if (error instanceof StoreUnavailableError) {
      deps.log.warn({ outcome: error.outcome, err: error }, 'the database was not available for administration');
      throw unavailableResponse(error);
    }
    if (!(error instanceof OAuthError)) throw error;
    deps.log.info({ ipAddress, reason: error.description }, 'administration denied to an access token');
    throw unauthenticatedResponse(true, error.headers);
  }
  if (sent !== undefined) deps.log.info({ ipAddress }, 'administration denied to unknown credentials');
  throw unauthenticatedResponse(authorization !== undefined);
}

const CREDENTIALS = /^(Bearer|DPoP) +\S/i;

function apolloLog({ log }: Deps) {
  return {
    debug: (message?: unknown) => log.debug({}, String(message)),
    info: (message?: unknown) => log.info({}, String(message)),
    warn: (message?: unknown) => log.warn({}, String(message)),
    error: (message?: unknown) => log.error({}, String(message)),
  };
}
