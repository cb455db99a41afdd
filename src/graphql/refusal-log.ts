import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLError } from 'graphql';
import type { Deps } from '../model/deps.js';
import { AdminError, type AdminErrorCode } from '../model/errors.js';
import type { GraphqlContext } from './graphql-context.js';

const DENIALS: readonly AdminErrorCode[] = ['FORBIDDEN', 'FRESH_SIGN_IN_REQUIRED'];

function isDenial({ originalError }: GraphQLError): boolean {
  return originalError instanceof AdminError && DENIALS.includes(originalError.code);
}

/**
 * Logs a request whose caller lacks a permission or a fresh sign-in. One request causes one log line, even if several of its fields were
 * refused.
 */
export function logRefusals({ log }: Pick<Deps, 'log'>): ApolloServerPlugin<GraphqlContext> {
  return {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue: { caller } }) => {
        const [first, ...others] = errors.filter(isDenial);
        if (first === undefined) return;
        const { kind: actorKind, id: actorId, ipAddress } = caller;
        const detail = { actorKind, actorId, ipAddress, path: first.path?.join('.'), further: others.length };
        log.info({ ...detail, reason: first.message }, 'administration denied');
      },
    }),
  };
}
