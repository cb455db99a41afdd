import DataLoader from 'dataloader';
import type { ExecutionResult } from 'graphql';
import type { AdminCaller } from '../admin/admin-caller.js';
import { type ClientHealth, type ExaminedClient, readClientHealth } from '../admin/audit-log/client-health.js';
import type { EventStream, StreamedEvent } from '../admin/audit-log/event-stream.js';
import type { LogWatch } from '../admin/audit-log/log-watch.js';
import type { RequestFacts } from '../admin/setup/proxy-check.js';
import type { CheckSetup } from '../admin/setup/setup-checks.js';
import type { Role } from '../model/access/role.js';
import type { Session } from '../model/access/session.js';
import type { Client } from '../model/clients/client.js';
import type { Issuer } from '../model/clients/issuer.js';
import type { Deps } from '../model/deps.js';
import type { Invitation } from '../model/passkeys/invitation.js';
import type { Passkey } from '../model/passkeys/passkey.js';
import type { Group } from '../model/people/group.js';
import type { User } from '../model/people/user.js';
import type { ApiKey } from '../model/server/api-key.js';
import type { PreviewBranding } from '../model/server/branding.js';
import { secondsAfter } from '../model/time.js';

/** The values that are made for each request and passed to all its resolvers. */
export interface GraphqlContext {
  readonly deps: Deps;
  readonly caller: AdminCaller;
  readonly loaders: Loaders;
  readonly previewBranding: PreviewBranding;
  readonly checkSetup: CheckSetup;
  /** Finds the country of an IP address, as ISO 3166-1 alpha-2. */
  readonly countryOf: (ipAddress: string | undefined) => string | undefined;
  /** Reads a `User-Agent` header. */
  readonly deviceOf: (userAgent: string | undefined) => Device;
  /** How the request arrived. */
  readonly facts: RequestFacts;
  /**
   * The time at which the server stops a query, and stops counting the effects of a mutation. A field of a query that is
   * not resolved by then returns an error.
   */
  readonly deadline: Date;
  /** Aborted when the client has closed the connection, so that it gets no answer. Absent in a stream. */
  readonly gone?: AbortSignal | undefined;
  /** Present if the client accepts a stream of events as the response. */
  readonly stream?: StreamRequest;
}

/** What a subscription needs to know about the request. Only a request that accepts a stream has one. */
export interface StreamRequest {
  readonly watch: LogWatch;
  /** Aborted when the stream ends. */
  readonly signal: AbortSignal;
  /**
   * The header `Last-Event-ID`, with which a client continues after the last event that it has received. It is later
   * than the position in the arguments.
   */
  readonly lastEventId: string | undefined;
  /**
   * Turns the response into a stream.
   *
   * @throws AdminError `RATE_LIMITED` if the caller has too many streams
   */
  begin(stream: BegunStream): void;
}

/** A subscription whose arguments are valid and whose caller may read it. */
export interface BegunStream {
  readonly events: EventStream;
  /** Computes what the subscription selects of one event. */
  readonly execute: (event: StreamedEvent, context: GraphqlContext) => Promise<ExecutionResult>;
}

/**
 * Functions that load the records to which other records refer. Each loader reads a record only once per request, and
 * reads the records that several resolvers need with a single query.
 */
export interface Loaders {
  readonly apiKeys: DataLoader<string, ApiKey | undefined>;
  readonly clients: DataLoader<string, Client | undefined>;
  readonly users: DataLoader<string, User | undefined>;
  readonly groups: DataLoader<string, Group | undefined>;
  readonly invitations: DataLoader<string, Invitation | undefined>;
  readonly issuers: DataLoader<string, Issuer | undefined>;
  readonly passkeys: DataLoader<string, Passkey | undefined>;
  readonly clientHealth: DataLoader<ExaminedClient, ClientHealth, string>;
  readonly roles: DataLoader<string, Role | undefined>;
  readonly sessions: DataLoader<string, Session | undefined>;
}

const MAX_OPERATION_SECONDS = 20;

/** The browser and the operating system that a `User-Agent` header names. */
export interface Device {
  readonly browser?: string | undefined;
  readonly system?: string | undefined;
}

/** The parts of the pages that resolvers use too. */
export type GraphqlLook = Pick<GraphqlContext, 'previewBranding' | 'countryOf' | 'deviceOf'>;

/** What the resolvers need in addition to `Deps`. */
type GraphqlParts = GraphqlLook & Pick<GraphqlContext, 'checkSetup'>;

export function makeContext(
  deps: Deps,
  parts: GraphqlParts,
  request: Pick<GraphqlContext, 'caller' | 'facts' | 'gone'>,
): GraphqlContext {
  return {
    ...parts,
    ...request,
    deps,
    loaders: makeLoaders(deps),
    deadline: secondsAfter(deps.clock.now(), MAX_OPERATION_SECONDS),
  };
}

function makeLoaders(deps: Deps): Loaders {
  const { store } = deps;
  return {
    clientHealth: new DataLoader((clients) => readClientHealth(deps, clients), { cacheKeyFn: ({ id }) => id }),
    apiKeys: loader((ids) => store.apiKeys.findMany(ids)),
    clients: loader((ids) => store.clients.findMany(ids)),
    users: loader((ids) => store.users.findMany(ids)),
    groups: loader((ids) => store.groups.findMany(ids)),
    invitations: loader((ids) => store.invitations.findMany(ids)),
    passkeys: loader((ids) => store.passkeys.findMany(ids)),
    issuers: loader((ids) => store.issuers.findMany(ids)),
    roles: loader((ids) => store.roles.findMany(ids)),
    sessions: loader((ids) => store.sessions.findMany(ids)),
  };
}

function loader<T extends { readonly id: string }>(
  findMany: (ids: readonly string[]) => Promise<T[]>,
): DataLoader<string, T | undefined> {
  return new DataLoader(async (ids) => {
    const found = new Map((await findMany(ids)).map((record) => [record.id, record]));
    return ids.map((id) => found.get(id));
  });
}
