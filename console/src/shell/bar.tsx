import { useConsole } from '../parts/console-context.js';
import { MenuButton } from '../parts/menu-button.js';
import { Palette } from './palette/palette.js';
import type { Screen } from './screens.js';

export interface Names {
  /** The name of the server. */
  readonly server: string;
  /** The URL path of the logo on the server. */
  readonly logo: string | undefined;
  readonly logoDark: string | undefined;
  /** The name of the signed-in user. Empty until it is known. */
  readonly user: string;
}

export interface BarProps {
  readonly names: Names;
  readonly screens: readonly Screen[];
  readonly isMenuOpen: boolean;
  readonly toggleMenu: () => void;
}

/** The bar above all screens. On a narrow screen, its button opens the menu. */
export function Bar({ names, screens, isMenuOpen, toggleMenu }: BarProps) {
  const { connection, texts, unsaved } = useConsole();
  return (
    <header class="bar">
      <button
        type="button"
        class="menu-toggle quiet icon"
        aria-expanded={isMenuOpen}
        aria-controls="menu"
        aria-label={texts.say('shell.menu')}
        onClick={toggleMenu}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M2 4h12M2 8h12M2 12h12" />
        </svg>
      </button>
      <p class="brand">
        {names.logo !== undefined && (
          <picture>
            {names.logoDark !== undefined && <source srcset={names.logoDark} media="(prefers-color-scheme: dark)" />}
            <img src={names.logo} alt="" />
          </picture>
        )}
        <span>{names.server}</span>
      </p>
      <Palette screens={screens} />
      <MenuButton label={<span>{names.user || texts.say('shell.account')}</span>}>
        <a href="/account" target="_blank" rel="noreferrer">
          {texts.say('shell.account')}
        </a>
        <button type="button" onClick={() => unsaved.leave(() => void connection.signOut())}>
          {texts.say('shell.signOut')}
        </button>
      </MenuButton>
    </header>
  );
}
