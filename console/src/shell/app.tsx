/*
 * This folder is the frame around the screens: the bar, the menu, the routes, the sign-in and "Show as GraphQL". To
 * understand this folder, read this file first, then `screens.ts`, the list of all screens.
 */

import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { LocationProvider, Router, useLocation, useRoute } from 'preact-iso/router';
import { type ConsoleContext, ConsoleProvider, isAllowed, useConsole } from '../parts/console-context.js';
import { ScreenTitle } from '../parts/page.js';
import { AsGraphql } from './as-graphql.js';
import { Bar, type Names } from './bar.js';
import { Leaving } from './leaving.js';
import { Menu } from './menu.js';
import { SCREENS } from './screens.js';
import { SignInAgain } from './sign-in-again.js';

export function App({ context, names }: { readonly context: ConsoleContext; readonly names: Names }) {
  return (
    <ConsoleProvider value={context}>
      <LocationProvider scope="/console">
        <Frame names={names} />
      </LocationProvider>
    </ConsoleProvider>
  );
}

function Frame({ names }: { readonly names: Names }) {
  const context = useConsole();
  const { path } = useLocation();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const { texts, notices } = context;
  const shown = SCREENS.filter(({ permission }) => isAllowed(context, permission));
  const routes = SCREENS.flatMap(({ paths, component, permission }) => {
    const missing = isAllowed(context, permission) ? undefined : permission;
    return paths.map((route) => ({ route, component, missing }));
  });
  useEffect(() => setMenuOpen(false), [path]);
  return (
    <div class="console">
      <a class="skip" href="#content">
        {texts.say('shell.skipToContent')}
      </a>
      <Bar names={names} screens={shown} isMenuOpen={isMenuOpen} toggleMenu={() => setMenuOpen(!isMenuOpen)} />
      <Menu screens={shown} path={path} isOpen={isMenuOpen} />
      <main id="content" tabIndex={-1}>
        <Router>
          {routes.map(({ route, component, missing }) => (
            <Shown key={route} path={route} component={component} missing={missing} />
          ))}
          <Shown default component={NotFound} />
        </Router>
        <AsGraphql />
      </main>
      <p class="notice" role="status">
        {notices.text.value}
      </p>
      <Leaving />
      <SignInAgain />
    </div>
  );
}

interface ShownProps {
  /** For the router, which shows the first part whose path fits, or the default. */
  readonly path?: string;
  readonly default?: boolean;
  readonly component: ComponentType;
  /** The permission without which the user may not see the screen. */
  readonly missing?: string | undefined;
}

/** The screen of the present path. Another record has a screen of its own, which must not keep what the user has typed. */
function Shown({ component: Screen, missing }: ShownProps) {
  const { id } = useRoute().params;
  return missing === undefined ? <Screen key={id} /> : <NotAllowed permission={missing} />;
}

function NotAllowed({ permission }: { readonly permission: string }) {
  const { texts } = useConsole();
  return <ScreenTitle title={texts.say('shell.notAllowed')} subtitle={texts.say('shell.missing', { permission })} />;
}

function NotFound() {
  const { texts } = useConsole();
  return <ScreenTitle title={texts.say('shell.notFound')} />;
}
