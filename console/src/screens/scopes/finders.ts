import { FindClients, FindGroups, FindPeople } from '../../generated/scopes.js';
import { useConsole } from '../../parts/console-context.js';
import type { Found } from '../../parts/pick/found.js';

type Find = (text: string) => Promise<readonly Found[]>;

/** Returns the functions that find records for a field. */
export function useFinders(): { readonly findPeople: Find; readonly findGroups: Find; readonly findClients: Find } {
  const { connection } = useConsole();
  const searchOf = (text: string) => ({ search: text === '' ? null : text });
  return {
    findPeople: async (text) => {
      const { users } = await connection.request(FindPeople, searchOf(text));
      return users.edges.map(({ node: { id, username, name } }) => ({ id, label: name ?? username, detail: username }));
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
