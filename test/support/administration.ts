import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApiKey } from '../../src/admin/api-keys/api-key-create.js';
import { systemCaller } from '../../src/admin/caller-authentication.js';
import { ensureDefaultIssuer } from '../../src/admin/issuers/issuer-default.js';
import { type GraphqlOptions, makeGraphqlHandler } from '../../src/graphql/graphql-handler.js';
import { makeGraphqlLook } from '../../src/http/graphql-look.js';
import { makeHttpApp } from '../../src/http/make-http-app.js';
import type { Deps } from '../../src/model/deps.js';
import type { AuditEvent } from '../../src/model/log/audit-event.js';
import type { AdminPermission } from '../../src/model/server/administration.js';
import { type FrozenClock, frozenClock, testDeps } from './deps.js';
import { openMemoryStore } from './stores.js';

export interface GraphqlAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers have the shape of their query
  readonly data: any;
  readonly errors: readonly GraphqlRefusal[];
}

export interface GraphqlRefusal {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly field?: string; readonly maxAge?: number };
}

/** A server whose administration API is called by HTTP. */
export interface Administration {
  readonly deps: Deps;
  readonly clock: FrozenClock;
  readonly url: string;
  /** Sends a query, by default with a key that has every permission; `null` sends no credentials. */
  call(query: string, variables?: object, key?: string | null): Promise<GraphqlAnswer>;
  /** Sends the mutation with this field and input. */
  mutate(field: string, input: object, selection: string, key?: string): Promise<GraphqlAnswer>;
  /** Creates an API key with these permissions. */
  keyWith(...permissions: AdminPermission[]): Promise<string>;
  events(): Promise<AuditEvent[]>;
  close(): Promise<void>;
}

/** The input types that several mutations share. */
const SHARED_INPUTS: Readonly<Record<string, string>> = {
  grantPermission: 'PermissionInput',
  revokePermission: 'PermissionInput',
  assignRole: 'RoleAssignmentInput',
  unassignRole: 'RoleAssignmentInput',
};

export const ROOT_KEY = 'the-bootstrap-key-of-this-test-0123456789';

export async function openAdministration(
  { store: given, ...changes }: Parameters<typeof testDeps>[1] = {},
  options: GraphqlOptions = {},
): Promise<Administration> {
  const store = given ?? (await openMemoryStore());
  const clock = frozenClock();
  const deps = testDeps(store, { clock, ...changes, config: { bootstrapApiKey: ROOT_KEY, ...changes.config } });
  await ensureDefaultIssuer(deps);
  const server = createServer(
    makeHttpApp(deps, { graphql: await makeGraphqlHandler(deps, makeGraphqlLook(deps.config), options) }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;

  const call: Administration['call'] = async (query, variables = {}, key = ROOT_KEY) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(key !== null && { Authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors = [] } = (await response.json()) as { data: unknown; errors?: GraphqlRefusal[] };
    return { status: response.status, headers: response.headers, data, errors };
  };
  let keys = 0;
  return {
    deps,
    clock,
    url,
    call,
    mutate: (field, input, selection, key) => {
      const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
      const inputType = SHARED_INPUTS[field] ?? type;
      const query = `mutation ($input: ${inputType}!) { ${field}(input: $input) { ${selection} } }`;
      return call(query, { input }, key);
    },
    keyWith: async (...permissions) => {
      keys += 1;
      return (await createApiKey(deps, systemCaller, { name: `key ${keys}`, permissions })).key;
    },
    events: async () => {
      const { items } = await store.auditEvents.page({ first: 100 }, 'OLDEST_FIRST', {});
      return items.map(({ record }) => record);
    },
    close: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await store.close();
    },
  };
}

/** The only error of an answer as `CODE` or `CODE field`. */
export function refusal({ errors }: GraphqlAnswer): string | undefined {
  const [error] = errors;
  if (errors.length > 1) throw new Error(`several refusals: ${JSON.stringify(errors)}`);
  return error && [error.extensions.code, error.extensions.field].filter((part) => part !== undefined).join(' ');
}
