import { buildClientSchema, type GraphQLSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { useEffect, useState } from 'preact/hooks';
import type { TypedDocument } from '../../../../packages/admin/src/client/typed-document.js';
import { useConsole } from '../../parts/console-context.js';
import type { Connection } from '../../server/connection.js';

const INTROSPECTION = getIntrospectionQuery({ inputValueDeprecation: true }) as TypedDocument<
  IntrospectionQuery,
  Record<string, never>
>;

/** The schema changes only with the version of the server, so the page asks for it once. */
const loaded = new WeakMap<Connection, Promise<GraphQLSchema>>();

/** Returns the schema of the server, as its API describes itself. */
export function useSchema(): { readonly schema: GraphQLSchema | undefined; readonly error: Error | undefined } {
  const { connection } = useConsole();
  const [state, setState] = useState<{ schema?: GraphQLSchema; error?: Error }>({});
  useEffect(() => {
    let isShown = true;
    loadSchema(connection).then(
      (schema) => isShown && setState({ schema }),
      (error: Error) => isShown && setState({ error }),
    );
    return () => {
      isShown = false;
    };
  }, [connection]);
  return { schema: state.schema, error: state.error };
}

function loadSchema(connection: Connection): Promise<GraphQLSchema> {
  const before = loaded.get(connection);
  if (before !== undefined) return before;
  const loading = connection.request(INTROSPECTION, {}).then((answer) => buildClientSchema(answer));
  loaded.set(connection, loading);
  loading.catch(() => loaded.delete(connection));
  return loading;
}
