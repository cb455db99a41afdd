import { expect, it } from '@jest/globals';
import { describeInBrowser } from '../support/browser.js';
import { identityIn, receivedIn, startProtectedApp } from '../support/forward-auth/protected-app.js';
import { SITE_PROXIES, startLocalCaddy } from '../support/forward-auth/sites.js';
import { freePort } from '../support/free-port.js';
import { startJourney, visit } from '../support/journey.js';
import { lackOf, withFolder } from '../support/proxies.js';

const CREATE = 'mutation ($input: CreateClientInput!) { createClient(input: $input) { client { id } } }';
const lack = SITE_PROXIES.filter(({ name }) => name === 'Caddy').map(lackOf)[0];

describeInBrowser('forward auth at localhost', () => {
  const itWithCaddy = lack === undefined ? it : it.skip;

  itWithCaddy(`signs a user in without certificates${lack === undefined ? '' : ` (${lack})`}`, async () => {
    const [port, server] = [await freePort(), await freePort()];
    const app = await startProtectedApp();
    const config = {
      port: server,
      host: '127.0.0.1',
      issuer: `http://localhost:${server}`,
      forwardAuthProxies: ['127.0.0.1'],
      trustProxy: 1,
    };
    const journey = await startJourney({ config });
    try {
      const forwardAuth = { hosts: [`localhost:${port}`] };
      const input = {
        id: 'notes-site',
        name: 'Notes',
        integrations: ['FORWARD_AUTH'],
        accessPolicy: 'ALL_USERS',
        forwardAuth,
      };
      await journey.app.graphql(CREATE, { input });
      await withFolder(async (folder) => {
        const program = await startLocalCaddy({ folder, port, server, app: app.port });
        await program.listens(`http://localhost:${port}`);
        const address = `http://localhost:${port}/reports`;
        await visit(journey.page, address, address);
        expect(identityIn(receivedIn(await journey.page.content()))).toMatchObject({ 'remote-user': 'ada' });
        await program.stop();
      });
    } finally {
      await journey.stop();
      await app.stop();
    }
  });
});
