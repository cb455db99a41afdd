import { useEffect, useState } from 'preact/hooks';
import { Palette, type PaletteQuery } from '../../generated/shell.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { screenPath } from '../../parts/screen-path.js';
import { nameOf } from '../../records/name-of.js';
import type { TextKey } from '../../texts/texts.js';
import type { Screen } from '../screens.js';

/** Something that the command palette finds. */
export interface Entry {
  readonly kind: TextKey;
  readonly label: string;
  /** Distinguishes entries with the same label. */
  readonly detail?: string;
  readonly href: string;
}

/** The search begins when the user has not typed for this long. */
const TYPING_MS = 150;

/** Returns the screens that match a text, and the people, applications and groups that the server finds. */
export function useEntries(text: string, screens: readonly Screen[]) {
  const { texts } = useConsole();
  const found = useFound(text.trim());
  const words = text.toLocaleLowerCase(texts.lang).split(/\s+/).filter(Boolean);
  const ofScreens = screens.flatMap(({ paths: [href], menu, command }): Entry[] => {
    const key = menu?.name ?? command;
    return key === undefined ? [] : [{ kind: 'palette.screens', label: texts.say(key), href }];
  });
  const matching = ofScreens.filter(({ label }) => {
    const lower = label.toLocaleLowerCase(texts.lang);
    return words.every((word) => lower.includes(word));
  });
  return { entries: [...matching, ...found.entries], isSearching: found.isSearching };
}

function useFound(search: string) {
  const context = useConsole();
  const [found, setFound] = useState<{ readonly search: string; readonly entries: readonly Entry[] }>({
    search: '',
    entries: [],
  });
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const entries = search === '' ? [] : await find(search).catch(() => []);
      if (isCurrent) setFound({ search, entries });
    }, TYPING_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [search]);

  async function find(text: string): Promise<Entry[]> {
    const may = (resource: string) => isAllowed(context, `${resource}:read`);
    const wanted = { people: may('users'), applications: may('clients'), groups: may('groups') };
    return toEntries(await context.connection.request(Palette, { search: text, ...wanted }));
  }
  return { entries: search === '' ? [] : found.entries, isSearching: found.search !== search };
}

function toEntries({ users, clients, groups }: PaletteQuery): Entry[] {
  return [
    ...(users?.edges ?? []).map(
      ({ node }): Entry => ({
        kind: 'shell.people',
        label: nameOf(node),
        detail: node.username,
        href: screenPath('people', node.id),
      }),
    ),
    ...(clients?.edges ?? []).map(
      ({ node: { id, name } }): Entry => ({
        kind: 'shell.applications',
        label: name,
        href: screenPath('applications', id),
      }),
    ),
    ...(groups?.edges ?? []).map(
      ({ node: { id, name } }): Entry => ({
        kind: 'shell.groups',
        label: name,
        href: screenPath('groups', id),
      }),
    ),
  ];
}
