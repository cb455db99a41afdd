/*
 * This folder has what several screens need of people, groups and applications: how a field finds them, and how a person
 * is called and shown. It must not know a screen. To understand this folder, read this file.
 */

import { CreateNamedGroup, FindClients, FindGroups, FindPeople } from '../generated/records.js';
import { isAllowed, useConsole } from '../parts/console-context.js';
import { useMutation } from '../parts/mutation.js';
import type { Found } from '../parts/pick/found.js';
import type { PickProps } from '../parts/pick/pick.js';
import { nameOf } from './name-of.js';

type Find = (text: string) => Promise<readonly Found[]>;

/** Returns the functions that find records for a field. With an empty text, they find the first ones. */
export function useFinders(): { readonly findPeople: Find; readonly findGroups: Find; readonly findClients: Find } {
  const { connection } = useConsole();
  const searchOf = (text: string) => ({ search: text === '' ? null : text });
  return {
    findPeople: async (text) => {
      const { users } = await connection.request(FindPeople, searchOf(text));
      return users.edges.map(({ node }) => ({
        id: node.id,
        label: nameOf(node),
        detail: [node.username, node.email].filter(Boolean).join(' · '),
      }));
    },
    findGroups: async (text) => {
      const { groups } = await connection.request(FindGroups, searchOf(text));
      return groups.edges.map(({ node: { id, name } }) => ({ id, label: name, detail: id }));
    },
    findClients: async (text) => {
      const { clients } = await connection.request(FindClients, searchOf(text));
      return clients.edges.map(({ node: { id, name } }) => ({ id, label: name, detail: id }));
    },
  };
}

/** What a field for groups does: it finds them, and creates one that does not exist yet if the user may. */
export function useGroups(): Pick<PickProps, 'find' | 'create'> {
  const context = useConsole();
  const { findGroups } = useFinders();
  const { run, error } = useMutation(CreateNamedGroup);
  const create = {
    label: (name: string) => context.texts.say('pick.createGroup', { name }),
    textIfNone: context.texts.say('pick.noGroups'),
    error,
    run: async (name: string) => {
      const group = (await run({ name }))?.createGroup.group;
      return group && { id: group.id, label: group.name };
    },
  };
  return { find: findGroups, create: isAllowed(context, 'groups:write') ? create : undefined };
}
