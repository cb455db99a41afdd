import type { Installed } from './install.js';
import type { Pasted, RegisteredClient, User } from './server.js';
import type { Page, Visitor } from './visitor.js';

/** A library or product that signs users in at the server, with the settings that its documentation names. */
export interface Software {
  /** The folder below test/long/libraries or test/long/products. */
  readonly name: string;
  /** The package whose version the manifest pins, if there is a manifest. */
  readonly package: string;
  /** The version that was measured, if the package belongs to the system. */
  readonly version?: string;
  readonly documentation: string;
  /** Which settings of its documentation it uses, as Markdown. */
  readonly settings: string;
  /** The path of its redirect URI. */
  readonly callback: string;
  /** The template of the catalogue, if the client is registered with one, and the values of its fields besides `url`. */
  readonly template?: { readonly id: string; readonly values?: Readonly<Record<string, string>> };
  /** How a role in the software shows that comes from membership in the group `admins`. */
  readonly role?: RoleCheck;
  /** Whether `.ci/run` includes it in every run. */
  readonly isQuick?: boolean;
  /** Finds what the system has, if there is no manifest to install. */
  find?(): Installed;
  /** What the system must have besides the packages of the manifest: the end of a sentence if it is missing. */
  lacks?(): string | undefined;
  /** Starts it on a port of localhost. */
  start(installed: Installed, settings: Settings): Promise<Running>;
  /** Signs the user in. Returns what the software then knows about the user. */
  signIn(visitor: Visitor, running: Running): Promise<unknown>;
  /** What it knows if the sign-in succeeds. */
  expected(user: User, settings: Settings): Expected;
  /** Signs the user out, if the software can sign out at the server. */
  signOut?(visitor: Visitor, running: Running): Promise<Page>;
}

export interface RoleCheck {
  /** Signs the user in, and returns a text that shows the role. */
  read(visitor: Visitor, running: Running): Promise<string>;
  /** What the text contains if the user is a member, and if not. */
  readonly member: string;
  readonly other: string;
}

/** Texts that a page contains, or members of data. */
export type Expected = readonly string[] | Record<string, unknown>;

/** What the software needs to know of the server. */
export interface Settings {
  readonly issuer: string;
  readonly client: RegisteredClient;
  readonly port: number;
  readonly origin: string;
  /** What the catalogue says, if the client was registered with a template. */
  readonly pasted?: Pasted;
}

export interface Running {
  readonly origin: string;
  printed(): string;
  stop(): Promise<void>;
}
