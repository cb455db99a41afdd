/*
 * This folder has what several screens need of people, groups and applications: how a field finds them, and how a person
 * is called. It must not know a screen. To understand this folder, read this file.
 */

import { FindClients, FindGroups, FindPeople } from '../generated/records.js';
import { useConsole } from '../parts/console-context.js';
import type { Found } from '../parts/pick/found.js';
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
