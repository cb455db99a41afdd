import type { ApolloServerPlugin } from '@apollo/server';
import { isDenial, logDenial } from '../admin/denial-log.js';
import type { Deps } from '../model/deps.js';
import type { GraphqlContext } from './graphql-context.js';

/**
 * Logs a request whose caller lacks a permission or a fresh sign-in. One request causes one log line, even if several of
 * its fields were refused.
 */
export function logRefusals(deps: Pick<Deps, 'log'>): ApolloServerPlugin<GraphqlContext> {
  return {
    requestDidStart: async () => ({
      didEncounterErrors: async ({ errors, contextValue: { caller } }) => {
        const [first, ...others] = errors.filter(({ originalError }) => isDenial(originalError));
        if (first === undefined) return;
        logDenial(deps, caller, { path: first.path?.join('.'), reason: first.message, further: others.length });
      },
    }),
  };
}
