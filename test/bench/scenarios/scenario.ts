import type { AuditEventType } from '../../../src/model/log/audit-event.js';
import type { Target } from '../contender.js';
import type { SignIn } from '../sign-in.js';

export interface Credentials {
  readonly id: string;
  readonly secret: string;
}

/** A client that signs its authorization requests. */
export interface Signer extends Credentials {
  /** Signs a request object with these claims (RFC 9101). */
  sign(claims: Readonly<Record<string, string>>): Promise<string>;
}

/** A user. Each worker has its own, because the requests of one user change the same records. */
export interface Person {
  /** `Cookie` header of the browser in which the user is signed in. */
  readonly cookie: string;
  /** Signs the user in with a browser that has no session, and returns the authorization code. */
  readonly signIn: SignIn;
}

/** What only Passgraph has. */
export interface PassgraphParts {
  readonly basicPath: string;
  readonly apiKey: string;
}

/** A server with users who are signed in, and clients. All servers have the same. */
export interface Setting<T extends Target = Target> {
  readonly target: T;
  readonly people: readonly Person[];
  readonly client: Credentials;
  /** Gets JWT access tokens by client credentials. */
  readonly machine: Credentials;
  /** Gets opaque access tokens by client credentials. */
  readonly opaqueMachine: Credentials;
  readonly signer: Signer;
  readonly authorizePath: string;
  readonly tokenPath: string;
  readonly userinfoPath: string;
  readonly introspectPath: string;
  readonly jwksPath: string;
  readonly passgraph?: PassgraphParts;
}

/** Runs one operation, such as a request or a whole sign-in. It throws if a response is wrong. */
export type Operation = () => Promise<unknown>;

export interface Scenario {
  readonly name: string;
  /** The budget of an operation in round trips to the store. */
  readonly roundTrips: number;
  /** The audit events that each operation must leave. */
  readonly events: { readonly [type in AuditEventType]?: number };
  /** Whether only Passgraph can do it. */
  readonly isOurs?: true;
  /** Makes an operation for each worker, which together can run `count` times. This is not measured. */
  prepare(setting: Setting, workers: number, count: number): Promise<Operation[]>;
}
