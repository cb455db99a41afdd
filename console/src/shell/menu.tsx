import type { TextKey } from '../generated/text-keys.js';
import { useConsole } from '../parts/console-context.js';
import { MENU_GROUPS, type Screen } from './screens.js';

/** The headings of the groups. The first group has none. */
const HEADINGS: Readonly<Record<(typeof MENU_GROUPS)[number], TextKey | undefined>> = {
  main: undefined,
  developers: 'shell.developers',
  settings: 'shell.settings',
};

export interface MenuProps {
  readonly screens: readonly Screen[];
  readonly path: string;
  /** Whether the menu is shown on a narrow screen. On a wide screen, it always is. */
  readonly isOpen: boolean;
}

export function Menu({ screens, path, isOpen }: MenuProps) {
  const { texts } = useConsole();
  const entries = screens.flatMap(({ paths: [href], menu }) => (menu === undefined ? [] : [{ href, ...menu }]));
  const present = presentEntry(screens, path);
  const groups = MENU_GROUPS.map((group) => ({
    heading: HEADINGS[group],
    entries: entries.filter((entry) => entry.group === group),
  }));
  return (
    <nav aria-label={texts.say('shell.menu')} id="menu" class={isOpen ? 'menu open' : 'menu'}>
      {groups
        .filter((group) => group.entries.length > 0)
        .map(({ heading, entries: shown }) => (
          <div key={heading} class="menu-group">
            {heading !== undefined && <p class="menu-heading">{texts.say(heading)}</p>}
            <ul>
              {shown.map(({ href, name }) => (
                <li key={href}>
                  <a href={href} aria-current={href !== present ? undefined : href === path ? 'page' : 'true'}>
                    {texts.say(name)}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
    </nav>
  );
}

/** The entry of the screen whose path is the longest beginning of the present path: its own entry, or the one above it. */
function presentEntry(screens: readonly Screen[], path: string): string | undefined {
  let entry: string | undefined;
  const places = screens.flatMap(({ paths, menu }) => {
    if (menu !== undefined) entry = paths[0];
    return paths.map((one) => ({ start: one.replace(/\/:.*$/, ''), entry }));
  });
  return places
    .filter(({ start }) => path === start || path.startsWith(`${start}/`))
    .sort((a, b) => b.start.length - a.start.length)[0]?.entry;
}
