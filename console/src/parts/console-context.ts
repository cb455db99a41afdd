/*
 * This folder contains the parts of which screens are made: queries, mutations, forms, lists, dialogs, charts. They know
 * no screen and no type of the API. To understand this folder, read this file first, then `query.ts` and `mutation.ts`.
 */

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Connection } from '../server/connection.js';
import type { Texts } from '../texts/texts.js';
import type { UnsavedChanges } from './form/unsaved-changes.js';
import type { Notices } from './notices/notices.js';
import type { OperationLog } from './operation-log.js';

/** What every screen uses. */
export interface ConsoleContext {
  readonly connection: Connection;
  readonly texts: Texts;
  /** The clock: milliseconds since 1970. */
  now(): number;
  readonly operations: OperationLog;
  readonly notices: Notices;
  readonly unsaved: UnsavedChanges;
  /** The name of the server, for the titles of windows. */
  readonly serverName: string;
  /** Where the server is, such as `https://id.example.com`. */
  readonly server: string;
  /** The id of the signed-in user. */
  readonly userId: string;
  /** The permissions of the signed-in user, such as `users:read`. `*` stands for all of them. */
  readonly permissions: readonly string[];
}

const Context = createContext<ConsoleContext | undefined>(undefined);

export const ConsoleProvider = Context.Provider;

export function useConsole(): ConsoleContext {
  const context = useContext(Context);
  if (context === undefined) throw new Error('This part is outside of the console.');
  return context;
}

/** Whether the user has a permission. Permission to write includes permission to read. */
export function isAllowed({ permissions }: Pick<ConsoleContext, 'permissions'>, permission: string): boolean {
  const writing = permission.replace(/:read$/, ':write');
  return ['*', permission, writing].some((one) => permissions.includes(one));
}
