/*
 * This folder makes the client with which administrators sign in to the console. It must not know the console's screens.
 * The console uses only this client and the GraphQL API, so it can do nothing that a script cannot do.
 */

import { type Client, CONSOLE_CLIENT_ID } from '../../model/clients/client.js';
import { DEFAULT_ISSUER_ID, type Issuer } from '../../model/clients/issuer.js';
import type { Config } from '../../model/config.js';
import { ADMIN_PERMISSIONS } from '../../model/server/administration.js';
import type { Store } from '../../model/store.js';
import { clientDefaults } from '../clients/client-defaults.js';
import { type ClientSettings, fieldsOf } from '../clients/client-settings.js';
import { addBuiltInClient } from './built-in-client.js';

/** The path to which the browser returns after the sign-in. It is below the console, so the console handles it. */
const CALLBACK_PATH = '/console/callback';

/** The console gets a new token before the old one expires, as long as the session of the user lasts. */
const TOKEN_LIFETIME_SECONDS = 300;

/** Adds the client of the console to the store. It is missing only before the default issuer exists. */
export function addConsoleClient(store: Store, config: Config): Store {
  return addBuiltInClient(store, CONSOLE_CLIENT_ID, async () => {
    const issuer = await store.issuers.find(DEFAULT_ISSUER_ID);
    return issuer && consoleClient(config, issuer);
  });
}

/**
 * Makes the client of the console, for the default issuer. It is a part of the server: it is not stored, so
 * administrators can neither change nor delete it, and an export does not contain it. Only users with an administration
 * role can sign in. Its tokens are bound to a key of the browser and end with the session.
 */
function consoleClient(config: Config, issuer: Issuer): Client {
  const settings: ClientSettings = {
    ...clientDefaults(config, { tokenEndpointAuthMethod: 'none' }),
    name: `${config.rpName} console`,
    integrations: ['OIDC'],
    redirectUris: [`${config.issuer}${CALLBACK_PATH}`],
    grantTypes: ['authorization_code'],
    tokenEndpointAuthMethod: 'none',
    scopes: ['openid', ...ADMIN_PERMISSIONS],
    requirePkce: true,
    dpopBoundAccessTokens: true,
    accessTokenFormat: 'OPAQUE',
    accessTokenLifetime: Math.min(TOKEN_LIFETIME_SECONDS, config.maxAccessTokenLifetime),
    consent: 'NEVER',
    accessPolicy: 'PERMITTED_USERS',
  };
  return {
    ...fieldsOf(settings),
    id: CONSOLE_CLIENT_ID,
    isBuiltIn: true,
    version: 1,
    order: '',
    generation: CONSOLE_CLIENT_ID,
    issuerId: issuer.id,
    issuerGeneration: issuer.generation,
    grantEpoch: 0,
    secrets: [],
    createdAt: issuer.createdAt,
    updatedAt: issuer.createdAt,
  };
}
