import { readFile } from 'node:fs/promises';
import { lackOfApache, startApache } from '../apache.js';
import type { Software } from './software.js';

const FOLDER = 'test/long/libraries/mod_auth_openidc';

/** Apache's module comes from the system's packages. */
export const MOD_AUTH_OPENIDC: Software = {
  name: 'mod_auth_openidc',
  package: 'libapache2-mod-auth-openidc',
  version: '2.4.12.3 (Debian 12)',
  documentation: 'https://github.com/OpenIDC/mod_auth_openidc#readme',
  settings: '`OIDCProviderMetadataURL`, `OIDCClientID`, `OIDCClientSecret`, `OIDCRedirectURI`, `OIDCScope`',
  callback: '/protected/redirect_uri',
  isQuick: true,
  find: () => ({ folder: FOLDER, lacks: lackOfApache(), command: [] }),
  start: async (_installed, { issuer, client, port, origin }) => {
    const values: Record<string, string> = {
      ISSUER: issuer,
      CLIENT_ID: client.id,
      CLIENT_SECRET: client.secret,
      ORIGIN: origin,
    };
    const settings = await readFile(`${FOLDER}/apache.conf`, 'utf8');
    const filled = settings.replace(/ISSUER|CLIENT_ID|CLIENT_SECRET|ORIGIN/g, (name) => values[name] ?? name);
    const apache = await startApache(port, filled);
    return { origin, printed: () => '', stop: apache.stop };
  },
  signIn: async (visitor, { origin }) => (await visitor.open(`${origin}/protected/`)).text,
  expected: ({ username, name }) => [username, name],
};

const PRODUCT_FOLDER = 'test/long/products/mod-auth-openidc';

/** The same module, with the settings that the catalogue gives. */
export const PROTECTED_BY_APACHE: Software = {
  ...MOD_AUTH_OPENIDC,
  name: 'mod-auth-openidc',
  isQuick: false,
  settings: '`OIDCProviderMetadataURL`, `OIDCClientID`, `OIDCClientSecret`, `OIDCRedirectURI`, `OIDCPKCEMethod`',
  template: { id: 'mod-auth-openidc', values: { passphrase: 'the secret of this check which nothing else knows' } },
  find: () => ({ folder: PRODUCT_FOLDER, lacks: lackOfApache(), command: [] }),
  start: async (_installed, { pasted, port, origin }) => {
    const settings = await readFile(`${PRODUCT_FOLDER}/apache.conf`, 'utf8');
    const apache = await startApache(port, settings.replace('{{CATALOGUE}}', pasted?.files[0]?.text ?? ''));
    return { origin, printed: () => '', stop: apache.stop };
  },
};
