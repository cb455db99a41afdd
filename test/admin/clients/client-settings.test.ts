import { describe, expect, it } from '@jest/globals';
import { clientDefaults, defaultText, isClearable } from '../../../src/admin/clients/client-defaults.js';
import { CLIENT_SETTINGS, fieldsOf, SETTING_ENTRIES, settingsOf } from '../../../src/admin/clients/client-settings.js';
import { CLIENT_SETTING_FIELDS } from '../../../src/model/clients/client.js';
import { clientRecord, issuerRecord } from '../../support/records.js';

const config = { maxAccessTokenLifetime: 300 };

describe('The client settings', () => {
  it('describe each field of the model once', () => {
    const fields = SETTING_ENTRIES.map(([, { field }]) => field);
    expect(fields.toSorted()).toEqual(Object.keys(CLIENT_SETTING_FIELDS).toSorted());
  });

  it('have defaults that their own schemas accept', () => {
    for (const kind of [{}, { applicationType: 'native' }, { securityProfile: 'FAPI2' }] as const) {
      const defaults = clientDefaults(config, kind);
      for (const [name, { type, isRequired }] of SETTING_ENTRIES) {
        if (isRequired) continue;
        const value = { ...defaults, name: '' }[name];
        const isAccepted = value === undefined || type.schema.safeParse(value).success;
        expect([name, isAccepted]).toEqual([name, true]);
      }
    }
  });

  it('convert between the record and the API without a loss', () => {
    const client = clientRecord(issuerRecord(), { logo_uri: 'https://app.example/logo.png' });
    expect({ ...client, ...fieldsOf(settingsOf(client)) }).toEqual(client);
    expect(settingsOf(client)).toMatchObject({ applicationType: 'web', logoUri: 'https://app.example/logo.png' });
  });

  it('state their defaults as the API writes them', () => {
    expect(defaultText(CLIENT_SETTINGS.grantTypes)).toBe('[AUTHORIZATION_CODE, REFRESH_TOKEN]');
    expect(defaultText(CLIENT_SETTINGS.tokenEndpointAuthMethod)).toBe(
      'CLIENT_SECRET, or PRIVATE_KEY_JWT if securityProfile is FAPI2, or NONE if applicationType is NATIVE',
    );
    expect(defaultText(CLIENT_SETTINGS.requirePkce)).toBe(
      'false, or true if securityProfile is FAPI2 or applicationType is NATIVE or tokenEndpointAuthMethod is NONE or redirectUriPolicy is RELAXED',
    );
    expect(defaultText(CLIENT_SETTINGS.accessTokenLifetime)).toBe(
      '300, or `maxAccessTokenLifetime` of the server settings if that is lower',
    );
    expect(defaultText(CLIENT_SETTINGS.logoUri)).toBeUndefined();
  });

  it('can be cleared if they are optional, or a list that may be empty', () => {
    const clearable = SETTING_ENTRIES.filter(([, setting]) => isClearable(setting)).map(([name]) => name);
    expect(clearable).toEqual(expect.arrayContaining(['redirectUris', 'jwks', 'logoUri']));
    for (const name of ['name', 'enabled', 'integrations', 'requirePkce']) expect(clearable).not.toContain(name);
  });

  it('give access tokens at most the configured lifetime', () => {
    expect(clientDefaults({ maxAccessTokenLifetime: 60 }).accessTokenLifetime).toBe(60);
  });
});
