import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Administration, openAdministration, refusal } from '../../support/administration.js';
import { clientCalls, ED25519_KEY_SET, RSA_KEY_SET } from '../../support/client-calls.js';

let server: Administration;
beforeAll(async () => {
  server = await openAdministration({ config: { allowedPrivateHosts: ['app.internal'] } });
});
afterAll(() => server.close());

const { create, created } = clientCalls(() => server);

describe('Redirect URIs with redirectUriPolicy RELAXED', () => {
  const relaxed = (redirectUri: string, more: object = {}) =>
    create({ redirectUriPolicy: 'RELAXED', redirectUris: [redirectUri], ...more });
  const NATIVE = { applicationType: 'NATIVE' };

  it.each([
    ...['http://10.0.0.5/cb', 'http://10.255.255.254:8080/cb', 'http://172.16.0.1/cb', 'http://172.31.255.1:3000/cb'],
    ...['http://192.168.1.20:8123/auth/cb', 'http://[fd12:3456::1]:8080/cb', 'http://[fc00::1]/cb'],
    ...[
      'http://nas/cb',
      'http://nas:5000/cb',
      'http://nas:80/cb',
      'http://my-nas-2/cb',
      'http://homeassistant.local/cb',
    ],
    ...['http://a.b.local:8123/cb', 'http://box.lan/cb', 'http://wiki.internal/cb', 'http://pi.home.arpa/cb'],
    ...['https://app.example/cb', 'http://localhost:3000/cb', 'http://127.0.0.1/cb', 'http://NAS.LAN/cb'],
  ])('accept %s', async (uri) => {
    expect(refusal(await relaxed(uri))).toBeUndefined();
    expect(refusal(await relaxed(uri, NATIVE))).toBeUndefined();
  });

  it.each([
    ...[
      'http://app.example/cb',
      'http://172.15.0.1/cb',
      'http://172.32.0.1/cb',
      'http://11.0.0.1/cb',
      'http://8.8.8.8/cb',
    ],
    ...['http://192.169.0.1/cb', 'http://169.254.169.254/cb', 'http://100.64.0.1/cb', 'http://0.0.0.0/cb'],
    ...['http://[2001:db8::1]/cb', 'http://[fe80::1]/cb', 'http://[::ffff:10.0.0.1]/cb', 'http://[ff02::1]/cb'],
    ...[
      'http://local.example/cb',
      'http://nas.local.example/cb',
      'http://nas.lan.example/cb',
      'http://evillocal.com/cb',
    ],
    ...['http://nas./cb', 'http://nas.local./cb', 'http://*.local/cb', 'http://*/cb', 'http://.local/cb'],
    ...[
      'http://10.0.0.1.example/cb',
      'http://10.1/cb',
      'http://0x0a000001/cb',
      'http://167772161/cb',
      'http://012.0.0.1/cb',
    ],
    ...['http://user@nas/cb', 'http://nas/cb#x', 'http://nas\\@app.example/cb', 'http:nas/cb', 'http://home.arpa/cb'],
    ...['http://nas_1/cb', 'http://-nas/cb', 'http://n%61s.example/cb'],
  ])('reject %s', async (uri) => {
    expect(refusal(await relaxed(uri))).toBe('INVALID_INPUT redirectUris.0');
    expect(refusal(await relaxed(uri, NATIVE))).toBe('INVALID_INPUT redirectUris.0');
  });

  it.each(['myapp:/cb', 'myapp://cb', 'my-app:/cb', 'acme2:/oauth', 'MyApp:/cb', 'com.example.app:/cb'])(
    'accept %s of a native application only',
    async (uri) => {
      expect(refusal(await relaxed(uri, NATIVE))).toBeUndefined();
      expect(refusal(await relaxed(uri))).toBe('INVALID_INPUT redirectUris.0');
    },
  );

  it.each([
    ...['javascript:alert(1)', 'JavaScript:alert(1)', 'vbscript:x', 'data:text/html,x', 'file:///etc/passwd', 'blob:x'],
    ...['about:blank', 'view-source:https://a.example', 'chrome://settings', 'chrome-extension://x/y', 'edge://flags'],
    ...['moz-extension://x', 'safari-web-extension://x', 'resource://x', 'filesystem:https://a.example', 'jar:x'],
    ...[
      'ftp://a.example',
      'ws://a.example',
      'wss://a.example',
      'mailto:a@a.example',
      'tel:1',
      'sms:1',
      'ssh://a',
      'ldap://a',
    ],
    ...[
      'ms-settings:x',
      'ms-word:x',
      'ms-unknown:x',
      'search-ms:x',
      'shell:x',
      'intent:x',
      'android-app://x',
      'market://x',
    ],
    ...['itms-services://x', 'itms-apps://x', 'x-apple-reminder:x', 'facetime:1', 'prefs:root', 'app-settings:x'],
    ...[
      'web+app:x',
      'openid:x',
      'urn:x',
      'vscode://x',
      'slack://x',
      'zoommtg://x',
      'msteams:x',
      'steam://x',
      'magnet:x',
    ],
    ...[
      'otpauth://x',
      'fido:/x',
      'wifi:x',
      'payto://x',
      'bitcoin:x',
      'smb://a',
      'ipfs://a',
      'http+unix:x#y',
      'app://x',
    ],
    ...['jscript:x', 'vbs:x', 'ecmascript:x', 'touch-http://a', 'x-safari-https://a', 'firefox-focus:x', 'brave-x:x'],
    ...['ext+app:x', 'microsoft-edge-holographic:x', 'windowsdefender:x', 'bingmaps:x', 'xbox-gamebar:x', 'jnlp:x'],
    ...['java:x', 'ftps://a', 'scp://a', 'git+ssh://a', 'svn+ssh://a', 'rlogin://a', 'macappstore:x', 'ibooks:x'],
    ...['apturl:x', 'ghelp:x', 'trash:x', 'anydesk:x', 'teamviewer10:x', 'docker-desktop:x', 'cursor:x', 'telegram:x'],
    ...[
      'web+com.example:x',
      'ms-x.example:x',
      'vnd.youtube:x',
      'microsoft.windows.camera:x',
      'soap.beep:x',
      'z39.50:x',
    ],
  ])('reject %s, which is registered or handled by something else', async (uri) => {
    expect(refusal(await relaxed(uri, NATIVE))).toBe('INVALID_INPUT redirectUris.0');
  });

  it.each(['web+com.example:/cb', 'ms-x.example:/cb', 'vnd.youtube:/cb', 'soap.beep:/cb'])(
    'reject %s of a client that keeps STRICT, too',
    async (uri) => {
      const input = { redirectUris: [uri], applicationType: 'NATIVE' };
      expect(refusal(await create(input))).toBe('INVALID_INPUT redirectUris.0');
    },
  );

  it('apply to postLogoutRedirectUris too, and to no client that keeps STRICT', async () => {
    const uris = { postLogoutRedirectUris: ['http://nas/bye'] };
    expect(refusal(await create({ redirectUriPolicy: 'RELAXED', ...uris }))).toBeUndefined();
    expect(refusal(await create(uris))).toBe('INVALID_INPUT postLogoutRedirectUris.0');
    const { errors } = await create({ redirectUris: ['http://nas/cb'] });
    expect(errors[0]?.message).toContain('set redirectUriPolicy to RELAXED');
  });

  it.each([
    ['a FAPI2 client', { securityProfile: 'FAPI2', jwks: RSA_KEY_SET }, 'redirectUriPolicy'],
    ['a client with an administration scope', { scopes: ['openid', 'users:read'] }, 'redirectUriPolicy'],
    ['a client that may administer everything', { scopes: ['*'] }, 'redirectUriPolicy'],
    ['a client that uses BASIC', { integrations: ['OIDC', 'BASIC'] }, 'redirectUriPolicy'],
    ['a client that need not use PKCE', { requirePkce: false }, 'requirePkce'],
  ])('are rejected for %s', async (_, more, field) => {
    expect(refusal(await create({ redirectUriPolicy: 'RELAXED', ...more }))).toBe(`INVALID_INPUT ${field}`);
  });
});

describe('The rules of client settings', () => {
  const NONE = { tokenEndpointAuthMethod: 'NONE' };
  const FAPI2 = { securityProfile: 'FAPI2', jwks: RSA_KEY_SET };
  const privateJwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const cases: [reason: string, input: object, field: string][] = [
    ['an empty name', { name: ' ' }, 'name'],
    ['a name of two lines', { name: 'a\nb' }, 'name'],
    ['no integration', { integrations: [] }, 'integrations'],
    ['a relative redirect URI', { redirectUris: ['https://a.example/cb', '/cb'] }, 'redirectUris.1'],
    ['a redirect URI with a fragment', { redirectUris: ['https://a.example/cb#x'] }, 'redirectUris.0'],
    ['a redirect URI with an empty fragment', { redirectUris: ['https://a.example/cb#'] }, 'redirectUris.0'],
    ['a redirect URI with plain http', { redirectUris: ['http://a.example/cb'] }, 'redirectUris.0'],
    [
      'plain http to a host that only begins with localhost',
      { redirectUris: ['http://localhost.example/cb'] },
      'redirectUris.0',
    ],
    ['a user name in a redirect URI', { redirectUris: ['https://a@b.example/cb'] }, 'redirectUris.0'],
    ['a wildcard', { redirectUris: ['https://*.a.example/cb'] }, 'redirectUris.0'],
    ['white space that URL parsers ignore', { redirectUris: ['https://a.example/\tcb'] }, 'redirectUris.0'],
    [
      'a backslash that URL parsers read as a slash',
      { redirectUris: ['https://a.example\\@b.example'] },
      'redirectUris.0',
    ],
    ['a redirect URI with the scheme javascript', { redirectUris: ['javascript:alert(1)'] }, 'redirectUris.0'],
    ['a redirect URI with the scheme data', { redirectUris: ['data:text/html,x'] }, 'redirectUris.0'],
    ['a private-use scheme of a web application', { redirectUris: ['com.example.app:/cb'] }, 'redirectUris.0'],
    [
      'client credentials of a native application with a secret (RFC 8252 §8.5)',
      {
        applicationType: 'NATIVE',
        tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC',
        grantTypes: ['CLIENT_CREDENTIALS'],
      },
      'grantTypes',
    ],
    [
      'a native application with a secret, without PKCE',
      { applicationType: 'NATIVE', tokenEndpointAuthMethod: 'CLIENT_SECRET_POST', requirePkce: false },
      'requirePkce',
    ],
    ...['code', 'state', 'iss', 'error', 'error_description', 'error_uri', 'response', 'session_state', 'id_token'].map(
      (name): [string, object, string] => [
        `a redirect URI with the parameter ${name}, which responses have`,
        { redirectUris: ['https://a.example/cb', `https://a.example/cb?tenant=1&${name}=x`] },
        'redirectUris.1',
      ],
    ),
    [
      'a parameter of responses that is percent-encoded',
      { redirectUris: ['https://a.example/?%63ode=x'] },
      'redirectUris.0',
    ],
    ['a parameter of responses in capitals', { redirectUris: ['https://a.example/?STATE=x'] }, 'redirectUris.0'],
    ['a parameter of responses without a value', { redirectUris: ['https://a.example/?iss'] }, 'redirectUris.0'],
    [
      'a native redirect URI with the parameter code',
      { applicationType: 'NATIVE', redirectUris: ['com.example.app:/cb?code=x'] },
      'redirectUris.0',
    ],
    [
      'a post-logout redirect URI with the parameter state',
      { postLogoutRedirectUris: ['https://a.example/?state=x'] },
      'postLogoutRedirectUris.0',
    ],
    ...['CLIENT_SECRET', 'CLIENT_SECRET_BASIC', 'CLIENT_SECRET_POST', 'CLIENT_SECRET_JWT', 'NONE'].flatMap(
      (tokenEndpointAuthMethod): [string, object, string][] => [
        [
          `BASIC for a native application with ${tokenEndpointAuthMethod} (RFC 8252 §8.5)`,
          { applicationType: 'NATIVE', tokenEndpointAuthMethod, integrations: ['OIDC', 'BASIC'] },
          'integrations',
        ],
        [
          `HS256 request objects of a native application with ${tokenEndpointAuthMethod} (RFC 8252 §8.5)`,
          { applicationType: 'NATIVE', tokenEndpointAuthMethod, requestObjectSigningAlg: 'HS256' },
          'requestObjectSigningAlg',
        ],
      ],
    ),
    ['a scheme without a dot', { applicationType: 'NATIVE', redirectUris: ['myapp:/cb'] }, 'redirectUris.0'],
    [
      'a post-logout redirect URI with plain http',
      { postLogoutRedirectUris: ['http://a.example'] },
      'postLogoutRedirectUris.0',
    ],
    [
      'a back-channel logout URI with a fragment',
      { backchannelLogoutUri: 'https://a.example/out#x' },
      'backchannelLogoutUri',
    ],
    [
      'a back-channel logout URI with plain http',
      { backchannelLogoutUri: 'http://a.example/out' },
      'backchannelLogoutUri',
    ],
    [
      'a back-channel logout URI on localhost that ALLOWED_PRIVATE_HOSTS does not list',
      { backchannelLogoutUri: 'http://localhost/out' },
      'backchannelLogoutUri',
    ],
    ['a jwksUri with plain http', { jwksUri: 'http://a.example/jwks' }, 'jwksUri'],
    ['jwks together with jwksUri (RFC 7591 §2)', { jwks: RSA_KEY_SET, jwksUri: 'https://a.example/jwks' }, 'jwksUri'],
    ['a JWK Set with a private key', { jwks: { keys: [privateJwk] } }, 'jwks.keys.0.d'],
    ['PRIVATE_KEY_JWT without a key', { tokenEndpointAuthMethod: 'PRIVATE_KEY_JWT' }, 'jwks'],
    [
      'client credentials of a public client (RFC 6749 §4.4)',
      { ...NONE, grantTypes: ['CLIENT_CREDENTIALS'] },
      'grantTypes',
    ],
    ['token exchange of a public client', { ...NONE, grantTypes: ['TOKEN_EXCHANGE'] }, 'grantTypes'],
    ['a public client without PKCE', { ...NONE, requirePkce: false }, 'requirePkce'],
    ['BASIC without a secret', { ...NONE, integrations: ['BASIC'] }, 'integrations'],
    [
      'HS256 without a secret (OpenID Connect Core §10.1)',
      { ...NONE, idTokenSignedResponseAlg: 'HS256' },
      'idTokenSignedResponseAlg',
    ],
    [
      'HS256 for a native application, because every copy contains its secret (OpenID Connect Core §10.1)',
      {
        applicationType: 'NATIVE',
        tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC',
        userinfoSignedResponseAlg: 'HS256',
      },
      'userinfoSignedResponseAlg',
    ],
    [
      'request objects with HS256 without a secret',
      { ...NONE, requestObjectSigningAlg: 'HS256' },
      'requestObjectSigningAlg',
    ],
    [
      'BASIC together with signed requests',
      { integrations: ['BASIC'], requireSignedRequestObject: true },
      'requireSignedRequestObject',
    ],
    ['signed requests without a key', { ...NONE, requireSignedRequestObject: true }, 'requireSignedRequestObject'],
    [
      'an algorithm of request objects for which there is no key',
      { jwks: ED25519_KEY_SET, requestObjectSigningAlg: 'PS256' },
      'requestObjectSigningAlg',
    ],
    ['access tokens with HS256', { accessTokenSigningAlg: 'HS256' }, 'accessTokenSigningAlg'],
    [
      'a lifetime of access tokens above MAX_ACCESS_TOKEN_LIFETIME',
      { accessTokenLifetime: 301 },
      'accessTokenLifetime',
    ],
    ['a lifetime of access tokens of 0', { accessTokenLifetime: 0 }, 'accessTokenLifetime'],
    ['an idle lifetime of refresh tokens of 0', { refreshTokenIdleLifetime: 0 }, 'refreshTokenIdleLifetime'],
    ['a negative lifetime of refresh tokens', { refreshTokenAbsoluteLifetime: -1 }, 'refreshTokenAbsoluteLifetime'],
    ['an unknown scope', { scopes: ['openid', 'nothing'] }, 'scopes.1'],
    ['the issuer as audience', { audiences: ['https://api.example', 'http://localhost:3000'] }, 'audiences.1'],
    ['the issuer as audience in another spelling', { audiences: ['http://LOCALHOST:3000/'] }, 'audiences.0'],
    ['the administration API as audience', { audiences: ['http://localhost:3000/graphql'] }, 'audiences.0'],
    ['an issuer as audience that may be created later', { audiences: ['http://localhost:3000/i/shop'] }, 'audiences.0'],
    ['an audience with a colon that is no URI', { audiences: ['https://'] }, 'audiences.0'],
    [
      'pairwise subjects with redirect URIs on two hosts',
      { subjectType: 'PAIRWISE', redirectUris: ['https://a.example', 'https://b.example'] },
      'redirectUris.1',
    ],
    [
      'pairwise subjects with a redirect URI without a host',
      { applicationType: 'NATIVE', subjectType: 'PAIRWISE', redirectUris: ['com.example.app:/cb'] },
      'redirectUris.0',
    ],
    ['a policyUri that is no http URL', { policyUri: 'javascript:alert(1)' }, 'policyUri'],
    ['a policyUri with a password', { policyUri: 'https://id.example:x@evil.example/' }, 'policyUri'],
    ['a tosUri with a user name', { tosUri: 'https://id.example@evil.example/' }, 'tosUri'],
    ['a logoUri with a user name', { logoUri: 'https://id.example@evil.example/' }, 'logoUri'],
    ['a clientUri with a user name', { clientUri: 'http://id.example@evil.example/' }, 'clientUri'],
    ['a logoUri that is no http URL', { logoUri: 'data:image/png;base64,AA' }, 'logoUri'],
    ['FAPI2 with a secret', { ...FAPI2, tokenEndpointAuthMethod: 'CLIENT_SECRET_BASIC' }, 'tokenEndpointAuthMethod'],
    ['FAPI2 without PKCE', { ...FAPI2, requirePkce: false }, 'requirePkce'],
    [
      'FAPI2 without PAR',
      { ...FAPI2, requirePushedAuthorizationRequests: false },
      'requirePushedAuthorizationRequests',
    ],
    ['FAPI2 without DPoP', { ...FAPI2, dpopBoundAccessTokens: false }, 'dpopBoundAccessTokens'],
    ['FAPI2 with RS256', { ...FAPI2, idTokenSignedResponseAlg: 'RS256' }, 'idTokenSignedResponseAlg'],
    ['FAPI2 with HS256', { ...FAPI2, userinfoSignedResponseAlg: 'HS256' }, 'userinfoSignedResponseAlg'],
    ['FAPI2 with BASIC', { ...FAPI2, integrations: ['OIDC', 'BASIC'] }, 'integrations'],
    [
      'FAPI2 with http to localhost for a web application',
      { ...FAPI2, redirectUris: ['http://localhost/cb'] },
      'redirectUris.0',
    ],
  ];

  it.each(cases)('reject %s and name the field', async (_, input, field) => {
    expect(refusal(await create(input))).toBe(`INVALID_INPUT ${field}`);
  });

  it('accept allowed settings', async () => {
    const native = ['http://127.0.0.1/cb', 'http://[::1]:8000/cb', 'com.example.app:/cb', 'https://app.example/cb'];
    await created({ applicationType: 'NATIVE', redirectUris: native });
    await created({ backchannelLogoutUri: 'http://app.internal/out', jwksUri: 'http://app.internal/jwks' });
    await created({ subjectType: 'PAIRWISE', redirectUris: ['https://a.example/1', 'https://a.example:8443/2'] });
    await created({
      ...FAPI2,
      applicationType: 'NATIVE',
      redirectUris: ['http://127.0.0.1/cb'],
      idTokenSignedResponseAlg: 'EDDSA',
    });
    await created({
      ...NONE,
      jwks: ED25519_KEY_SET,
      requireSignedRequestObject: true,
      requestObjectSigningAlg: 'EDDSA',
    });
    await created({ audiences: ['billing', 'https://api.example/v1'] });
  });

  it('reject BASIC if REQUIRE_SIGNED_REQUEST_OBJECT is true', async () => {
    const strict = await openAdministration({ config: { requireSignedRequestObject: true } });
    try {
      const input = { name: 'App', integrations: ['OIDC', 'BASIC'] };
      const answer = await strict.mutate('createClient', input, 'client { id }');
      expect(refusal(answer)).toBe('INVALID_INPUT integrations');
      expect(answer.errors[0]?.message).toContain('REQUIRE_SIGNED_REQUEST_OBJECT');
    } finally {
      await strict.close();
    }
  });

  it('reject an issuer that does not exist', async () => {
    expect(refusal(await create({ issuerId: 'unknown' }))).toBe('NOT_FOUND issuerId');
  });
});
