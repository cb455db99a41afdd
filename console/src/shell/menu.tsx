import { useConsole } from '../parts/console-context.js';
import type { Screen } from './screens.js';

export function Menu({ screens, path }: { readonly screens: readonly Screen[]; readonly path: string }) {
  const { texts } = useConsole();
  return (
    <nav aria-label={texts.say('shell.menu')} class="menu">
      <ul>
        {screens.map((screen) => (
          <li key={screen.path}>
            <a href={screen.path} aria-current={screen.path === path ? 'page' : undefined}>
              {texts.say(screen.name)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
