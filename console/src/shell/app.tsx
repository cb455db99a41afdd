/*
 * This folder is the frame around the screens: the menu, the routes, the sign-in and "Show as GraphQL". To understand
 * this folder, read this file first, then `screens.ts`, the list of all screens.
 */

import { LocationProvider, Route, Router, useLocation } from 'preact-iso';
import { type ConsoleContext, ConsoleProvider, isAllowed, useConsole } from '../parts/console-context.js';
import { ScreenTitle } from '../parts/page.js';
import { AsGraphql } from './as-graphql.js';
import { Menu } from './menu.js';
import { SCREENS } from './screens.js';
import { SignInAgain } from './sign-in-again.js';

export interface ServerName {
  readonly name: string;
  /** The URL path of the logo on the server. */
  readonly logo: string | undefined;
}

export function App({ context, server }: { readonly context: ConsoleContext; readonly server: ServerName }) {
  return (
    <ConsoleProvider value={context}>
      <LocationProvider scope="/console">
        <Frame server={server} />
      </LocationProvider>
    </ConsoleProvider>
  );
}

function Frame({ server }: { readonly server: ServerName }) {
  const context = useConsole();
  const { path } = useLocation();
  const { texts, notices } = context;
  const shown = SCREENS.filter(({ permission }) => isAllowed(context, permission));
  const routes = shown.flatMap(({ paths, component }) => paths.map((route) => ({ route, component })));
  return (
    <div class="console">
      <a class="skip" href="#content">
        {texts.say('shell.skipToContent')}
      </a>
      <header class="bar">
        <p class="brand">
          {server.logo !== undefined && <img src={server.logo} alt="" />}
          {server.name}
        </p>
        <a href="/account" target="_blank" rel="noreferrer">
          {texts.say('shell.account')}
        </a>
      </header>
      <Menu screens={shown} path={path} />
      <main id="content" tabIndex={-1}>
        <Router>
          {routes.map(({ route, component }) => (
            <Route key={route} path={route} component={component} />
          ))}
          <Route default component={NotFound} />
        </Router>
        <AsGraphql />
      </main>
      <p class="notice" role="status">
        {notices.text.value}
      </p>
      <SignInAgain />
    </div>
  );
}

function NotFound() {
  const { texts } = useConsole();
  return <ScreenTitle title={texts.say('shell.notFound')} />;
}
