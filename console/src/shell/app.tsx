/*
 * This folder is the frame around the screens: the menu, the routes, the sign-in and "Show as GraphQL". To understand
 * this folder, read this file first, then `screens.ts`, the list of all screens.
 */

import { useEffect } from 'preact/hooks';
import { LocationProvider, Route, Router, useLocation } from 'preact-iso';
import { type ConsoleContext, ConsoleProvider, isAllowed, useConsole } from '../parts/console-context.js';
import { AsGraphql } from './as-graphql.js';
import { Menu } from './menu.js';
import { SCREENS } from './screens.js';

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
  const { texts, operations } = context;
  useEffect(() => () => operations.clear(), [path, operations]);
  const shown = SCREENS.filter(({ permission }) => isAllowed(context, permission));
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
          {shown.map(({ path: route, component }) => (
            <Route key={route} path={route} component={component} />
          ))}
          <Route default component={NotFound} />
        </Router>
        <AsGraphql />
      </main>
    </div>
  );
}

function NotFound() {
  const { texts } = useConsole();
  return <p>{texts.say('shell.notFound')}</p>;
}
