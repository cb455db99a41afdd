import { ApplicationGroups, ApplicationPeople } from '../../generated/applications.js';
import { useConsole } from '../../parts/console-context.js';
import type { Found } from '../../parts/pick/found.js';

interface Named {
  readonly username: string;
  readonly name: string | null;
}

/** Returns how a person is called. */
export function nameOf({ name, username }: Named): string {
  return name ?? username;
}

/** Returns the functions that find people and groups for a field. */
export function useFinders() {
  const { connection } = useConsole();
  const findPeople = async (text: string): Promise<readonly Found[]> => {
    const { users } = await connection.request(ApplicationPeople, { search: text === '' ? null : text });
    return users.edges.map(({ node: { id, username, name, email } }) => ({
      id,
      label: name ?? username,
      detail: [username, email].filter(Boolean).join(' · '),
    }));
  };
  const findGroups = async (text: string): Promise<readonly Found[]> => {
    const { groups } = await connection.request(ApplicationGroups, { search: text === '' ? null : text });
    return groups.edges.map(({ node: { id, name } }) => ({ id, label: name, detail: id }));
  };
  return { findPeople, findGroups };
}
