import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLError } from 'graphql';
import type { Deps } from '../model/deps.js';
import { AdminError } from '../model/errors.js';
import type { GraphqlContext } from './graphql-context.js';

function isForbidden({ originalError }: GraphQLError): boolean {
  return originalError instanceof AdminError && originalError.code === 'FORBIDDEN';
}

/**
 * Logs a request whose caller lacks a permission. One request causes one log line, even if several of its fields were
 * refused.
 */
export function logRefusals({ log }: Pick<Deps, 'log'>): ApolloServerPlugin<GraphqlContext> {
  return {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue: { caller } }) => {
        const [first, ...others] = errors.filter(isForbidden);
        if (first === undefined) return;
        const { kind: actorKind, id: actorId, ipAddress } = caller;
        const detail = { actorKind, actorId, ipAddress, path: first.path?.join('.'), further: others.length };
        log.info({ ...detail, reason: first.message }, 'administration denied');
      },
    }),
  };
}
