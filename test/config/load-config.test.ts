import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadConfig, settings } from '../../src/config/load-config.js';

const MONGODB_URL = 'mongodb://127.0.0.1:27017/passgraph?directConnection=true';
const KEY = Buffer.alloc(32, 7).toString('base64url');
const OTHER_KEY = Buffer.alloc(32, 8).toString('base64url');
const AAGUID = '08987058-cadc-4b81-b6e1-30de50dcbe96';

function faultsOf(env: Record<string, string | undefined>): string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
}

describe('settings: defaults', () => {
  it('are complete without any variable', () => {
    expect(loadConfig({})).toEqual({
      port: 3000,
      host: 'localhost',
      forwardAuthProxies: [],
      issuer: 'http://localhost:3000',
      database: { kind: 'sqlite', path: './data/passgraph.db' },
      secretKeys: [],
      bootstrapApiKey: undefined,
      rpId: 'localhost',
      rpName: 'Passgraph',
      rpOrigins: ['http://localhost:3000'],
      allowRpIdChange: false,
      allowEmptyDatabase: false,
      trustProxy: undefined,
      workers: 1,
      requireSignedRequestObject: false,
      maxAccessTokenLifetime: 300,
      sessionIdleLifetime: 86400,
      sessionAbsoluteLifetime: 604800,
      auditRetention: 7776000,
      administratorMinimum: 1,
      accountDeletion: false,
      maxRegistrations: 20,
      maxAccountChanges: 60,
      signingKeyBits: 3072,
      maxSessions: 50,
      maxOfflineGrants: 20,
      attestation: 'none',
      aaguids: [],
      allowedPrivateHosts: [],
      editableProfile: ['name', 'givenName', 'familyName', 'picture', 'locale', 'zoneinfo'],
      uniqueEmails: false,
      brandLogo: undefined,
      brandLogoDark: undefined,
      brandColor: undefined,
      brandColorDark: undefined,
      termsUrl: undefined,
      privacyUrl: undefined,
      supportContact: undefined,
      mail: undefined,
      otlpEndpoint: undefined,
      logLevel: 'info',
      environmentSettings: [],
    });
  });

  it('apply if a variable is empty', () => {
    expect(loadConfig(Object.fromEntries(settings.map(({ name }) => [name, ' '])))).toEqual(loadConfig({}));
  });

  it('are not affected by other variables', () => {
    expect(loadConfig({ PATH: '/bin', HOME: '/' })).toEqual(loadConfig({}));
  });

  it('are the ones in the list of settings, which has every variable once', () => {
    expect(new Set(settings.map(({ name }) => name)).size).toBe(settings.length);
    const said = Object.fromEntries(settings.map(({ name, value }) => [name, value]));
    expect({ ...loadConfig(said), environmentSettings: [] }).toEqual(loadConfig({}));
  });

  it('have a meaning, as a sentence', () => {
    expect(settings.filter(({ meaning }) => !/^[A-Z].{10,}\.$/.test(meaning))).toEqual([]);
  });

  it('are frozen, including every list', () => {
    const config = loadConfig({ DATABASE_URL: MONGODB_URL, SECRET_KEY: KEY });
    for (const value of [config, ...Object.values(config).filter((value) => typeof value === 'object')]) {
      expect(Object.isFrozen(value)).toBe(true);
    }
  });
});

describe('settings: defaults that depend on others', () => {
  it('set ISSUER to localhost with PORT', () => {
    expect(loadConfig({ PORT: '8080' }).issuer).toBe('http://localhost:8080');
    expect(loadConfig({ PORT: '80' }).issuer).toBe('http://localhost');
  });

  it('set RP_ID to the host of ISSUER, and add the origin of ISSUER to RP_ORIGINS', () => {
    const env = {
      ISSUER: 'https://id.example.com:8443',
      RP_ORIGINS: 'https://example.org,https://id.example.com:8443',
    };
    expect(loadConfig(env)).toMatchObject({
      rpId: 'id.example.com',
      rpOrigins: ['https://id.example.com:8443', 'https://example.org'],
    });
  });
});

describe('settings: accepted values', () => {
  it.each([
    [{ HOST: '0.0.0.0' }, { host: '0.0.0.0' }],
    [{ HOST: '::' }, { host: '::' }],
    [{ ISSUER: 'http://localhost:8080' }, { issuer: 'http://localhost:8080' }],
    [{ ISSUER: 'http://id.localhost' }, { issuer: 'http://id.localhost', rpId: 'id.localhost' }],
    [{ ISSUER: 'https://id.example.com', RP_ID: 'example.com' }, { rpId: 'example.com' }],
    [{ DATABASE_URL: 'sqlite::memory:' }, { database: { kind: 'sqlite', path: ':memory:' } }],
    [{ DATABASE_URL: 'sqlite:/var/lib/it.db' }, { database: { kind: 'sqlite', path: '/var/lib/it.db' } }],
    [{ DATABASE_URL: MONGODB_URL, SECRET_KEY: KEY }, { database: { kind: 'mongodb', url: MONGODB_URL } }],
    [{ DATABASE_URL: 'mongodb+srv://u:p@db.example.com/it', SECRET_KEY: KEY }, { secretKeys: [KEY] }],
    [{ DATABASE_URL: 'mongodb://a:1,b:2/it?readPreference=primary', SECRET_KEY: KEY }, { secretKeys: [KEY] }],
    [{ SECRET_KEY: `${KEY}, ${OTHER_KEY}` }, { secretKeys: [KEY, OTHER_KEY] }],
    [{ BOOTSTRAP_API_KEY: 'k'.repeat(32) }, { bootstrapApiKey: 'k'.repeat(32) }],
    [{ RP_NAME: ' Ærlig ID ' }, { rpName: 'Ærlig ID' }],
    [{ ALLOW_RP_ID_CHANGE: 'true' }, { allowRpIdChange: true }],
    [{ ALLOW_EMPTY_DATABASE: 'true' }, { allowEmptyDatabase: true }],
    [{ TRUST_PROXY: 'true' }, { trustProxy: true }],
    [{ TRUST_PROXY: '2' }, { trustProxy: 2 }],
    [{ FORWARD_AUTH_PROXIES: '10.0.0.0/8, ::1' }, { forwardAuthProxies: ['10.0.0.0/8', '::1'] }],
    [{ TRUST_PROXY: 'loopback, 10.0.0.0/8, fd00::/8' }, { trustProxy: 'loopback, 10.0.0.0/8, fd00::/8' }],
    [{ WORKERS: '4', DATABASE_URL: MONGODB_URL, SECRET_KEY: KEY }, { workers: 4 }],
    [{ REQUIRE_SIGNED_REQUEST_OBJECT: 'true' }, { requireSignedRequestObject: true }],
    [{ MAX_ACCESS_TOKEN_LIFETIME: '60' }, { maxAccessTokenLifetime: 60 }],
    [
      { SESSION_IDLE_LIFETIME: '60', SESSION_ABSOLUTE_LIFETIME: '60' },
      { sessionIdleLifetime: 60, sessionAbsoluteLifetime: 60 },
    ],
    [
      { ATTESTATION: 'direct', AAGUIDS: AAGUID.toUpperCase() },
      { attestation: 'direct', aaguids: [AAGUID] },
    ],
    [{ ALLOWED_PRIVATE_HOSTS: 'app,10.0.0.5' }, { allowedPrivateHosts: ['app', '10.0.0.5'] }],
    [{ BRAND_LOGO: 'https://example.com/logo.svg' }, { brandLogo: 'https://example.com/logo.svg' }],
    [{ EDITABLE_PROFILE: 'email, name' }, { editableProfile: ['name', 'email'] }],
    [{ EDITABLE_PROFILE: 'none' }, { editableProfile: [] }],
    [
      { AAGUIDS: 'none', MAX_SESSIONS: '5' },
      { aaguids: [], environmentSettings: ['maxSessions', 'aaguids'] },
    ],
    [{ BRAND_LOGO_DARK: '/white.svg' }, { brandLogoDark: '/white.svg' }],
    [{ BRAND_LOGO: '/logo.svg' }, { brandLogo: '/logo.svg' }],
    [{ BRAND_COLOR: '#2457D6' }, { brandColor: '#2457D6' }],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }, { otlpEndpoint: 'http://collector:4318' }],
    [
      { SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'id@example.com' },
      { mail: { host: 'mail.example.com', port: 587, tls: 'starttls', from: { address: 'id@example.com' } } },
    ],
    [
      { SMTP_URL: 'smtps://me%40x:a%3Ab@mail/', MAIL_FROM: '"Ærlig, ID" <id@localhost>' },
      {
        mail: {
          host: 'mail',
          port: 465,
          tls: 'implicit',
          user: 'me@x',
          password: 'a:b',
          from: { name: 'Ærlig, ID', address: 'id@localhost' },
        },
      },
    ],
    [
      { SMTP_URL: 'smtp://[::1]:25?tls=off', MAIL_FROM: 'id@example.com' },
      { mail: { host: '::1', port: 25, tls: 'off' } },
    ],
    [{ LOG_LEVEL: 'silent' }, { logLevel: 'silent' }],
  ])('%j', (env, expected) => {
    expect(loadConfig(env)).toMatchObject(expected);
  });
});

describe('settings: values that stop the start', () => {
  it.each([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '3000.5'],
    ['PORT', '0x50'],
    ['PORT', '-1'],
    ['HOST', 'not a host'],
    ['ISSUER', 'id.example.com'],
    ['ISSUER', 'http://id.example.com'],
    ['ISSUER', 'http://localhost.example.com'],
    ['ISSUER', 'https://id.example.com/'],
    ['ISSUER', 'https://id.example.com/tenant'],
    ['ISSUER', 'https://id.example.com?x'],
    ['ISSUER', 'https://id.example.com#x'],
    ['ISSUER', 'https://person:something@id.example.com'],
    ['ISSUER', 'https://ID.example.com'],
    ['ISSUER', 'https://id.example.com:443'],
    ['ISSUER', 'https://192.0.2.1'],
    ['ISSUER', 'https://[2001:db8::1]'],
    ['ISSUER', 'http://127.0.0.1:3000'],
    ['ISSUER', 'javascript:alert(1)'],
    ['DATABASE_URL', 'postgres://localhost/it'],
    ['DATABASE_URL', 'sqlite:'],
    ['DATABASE_URL', 'sqlite://data/passgraph.db'],
    ['DATABASE_URL', 'mongodb://'],
    ['DATABASE_URL', 'mongodb://a b/it'],
    ['DATABASE_URL', 'mongodb://a:99999/it'],
    ['DATABASE_URL', 'mongodb+srv://a,b/it'],
    ['DATABASE_URL', 'mongodb://localhost/it?readPreference=nearest'],
    ['DATABASE_URL', 'mongodb://localhost/it?readpreference=secondaryPreferred'],
    ['SECRET_KEY', 'x'],
    ['SECRET_KEY', Buffer.alloc(31, 7).toString('base64url')],
    ['SECRET_KEY', Buffer.alloc(33, 7).toString('base64url')],
    ['SECRET_KEY', Buffer.alloc(32, 255).toString('base64')],
    ['SECRET_KEY', `${KEY.slice(0, 42)}d`],
    ['SECRET_KEY', `${KEY},x`],
    ['BOOTSTRAP_API_KEY', 'k'.repeat(31)],
    ['BOOTSTRAP_API_KEY', `${'k'.repeat(32)} k`],
    ['BOOTSTRAP_API_KEY', 'k'.repeat(513)],
    ['RP_ID', 'example.com'],
    ['RP_ID', 'https://localhost'],
    ['RP_ID', 'localhost:3000'],
    ['RP_ID', '127.0.0.1'],
    ['RP_ID', 'LOCALHOST'],
    ['RP_NAME', 'x'.repeat(65)],
    ['RP_ORIGINS', 'example.org'],
    ['RP_ORIGINS', 'https://example.org,http://example.net'],
    ['RP_ORIGINS', 'https://example.org/'],
    ['ALLOW_EMPTY_DATABASE', 'yes'],
    ['ALLOW_RP_ID_CHANGE', 'yes'],
    ['ALLOW_RP_ID_CHANGE', '1'],
    ['FORWARD_AUTH_PROXIES', 'loopback'],
    ['FORWARD_AUTH_PROXIES', 'true'],
    ['FORWARD_AUTH_PROXIES', '1'],
    ['FORWARD_AUTH_PROXIES', 'proxy.example'],
    ['FORWARD_AUTH_PROXIES', '10.0.0.0/33'],
    ['TRUST_PROXY', 'everybody'],
    ['TRUST_PROXY', '-1'],
    ['TRUST_PROXY', 'loopback,10.0.0.0/33'],
    ['WORKERS', '0'],
    ['WORKERS', '2'],
    ['WORKERS', 'max'],
    ['REQUIRE_SIGNED_REQUEST_OBJECT', 'TRUE'],
    ['MAX_ACCESS_TOKEN_LIFETIME', '0'],
    ['MAX_ACCESS_TOKEN_LIFETIME', '86401'],
    ['MAX_ACCESS_TOKEN_LIFETIME', '5m'],
    ['SESSION_IDLE_LIFETIME', '0'],
    ['SESSION_ABSOLUTE_LIFETIME', '31536001'],
    ['AUDIT_RETENTION', 'forever'],
    ['ATTESTATION', 'indirect'],
    ['AAGUIDS', 'yubikey'],
    ['ALLOWED_PRIVATE_HOSTS', 'app:8080'],
    ['ALLOWED_PRIVATE_HOSTS', 'app/path'],
    ['ALLOWED_PRIVATE_HOSTS', 'https://app'],
    ['EDITABLE_PROFILE', 'name,username'],
    ['BRAND_LOGO', 'http://example.com/logo.svg'],
    ['BRAND_LOGO', '//example.com/logo.svg'],
    ['BRAND_LOGO', '/\\example.com/logo.svg'],
    ['BRAND_LOGO', 'logo.svg'],
    ['BRAND_LOGO', 'javascript:alert(1)'],
    ['BRAND_COLOR', 'red'],
    ['BRAND_COLOR', '#12345'],
    ['BRAND_COLOR', '#123;}'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['SMTP_URL', 'mail.example.com'],
    ['SMTP_URL', 'https://mail.example.com'],
    ['SMTP_URL', 'smtp://'],
    ['SMTP_URL', 'smtp://mail/path'],
    ['SMTP_URL', 'smtp://mail#x'],
    ['SMTP_URL', 'smtp://mail:99999'],
    ['SMTP_URL', 'smtp://user@mail'],
    ['SMTP_URL', 'smtp://user:50%@mail'],
    ['SMTP_URL', 'smtp://mail?tls=maybe'],
    ['SMTP_URL', 'smtp://mail?tls=off&tls=off'],
    ['SMTP_URL', 'smtp://mail?secure=false'],
    ['SMTP_URL', 'smtps://mail?tls=off'],
    ['MAIL_FROM', 'id@example.com'],
    ['MAIL_FROM', 'example.com'],
    ['MAIL_FROM', 'id@'],
    ['MAIL_FROM', 'id@example.com, other@example.com'],
    ['MAIL_FROM', 'Example id@example.com'],
    ['MAIL_FROM', 'Ex\nBcc: x <id@example.com>'],
    ['LOG_LEVEL', 'loud'],
  ])('%s=%s stops the start with one sentence that names the variable', (name, value) => {
    const faults = faultsOf({ [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name} [^\\n]+\\.$`));
  });

  it('name the unit of a lifetime', () => {
    expect(faultsOf({ MAX_ACCESS_TOKEN_LIFETIME: '5m' })).toEqual([
      'MAX_ACCESS_TOKEN_LIFETIME must be a whole number of seconds from 1 to 86400.',
    ]);
  });

  it('include a missing SECRET_KEY with MongoDB; the sentence says how to make one', () => {
    expect(faultsOf({ DATABASE_URL: MONGODB_URL })).toEqual([
      "SECRET_KEY is required with MongoDB: base64url of 32 bytes, as from `openssl rand -base64 32 | tr '+/' '-_' | tr -d '='`.",
    ]);
  });

  it('include an RP_ID that is a top-level domain, or not a parent domain of the host', () => {
    const ISSUER = 'https://id.example.com';
    expect(faultsOf({ ISSUER, RP_ID: 'com' })).toHaveLength(1);
    expect(faultsOf({ ISSUER, RP_ID: 'ample.com' })).toHaveLength(1);
    expect(faultsOf({ ISSUER, RP_ID: 'more.id.example.com' })).toHaveLength(1);
  });

  it('include SMTP_URL without MAIL_FROM', () => {
    expect(faultsOf({ SMTP_URL: 'smtp://mail' })).toEqual([
      'MAIL_FROM is required with SMTP_URL, such as id@example.com.',
    ]);
  });

  it('are all named, each in its own sentence', () => {
    const faults = faultsOf({ PORT: 'x', ISSUER: 'x', LOG_LEVEL: 'x' });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['PORT', 'ISSUER', 'LOG_LEVEL']);
    const contradictions = faultsOf({ RP_ID: 'example.org', WORKERS: '2' });
    expect(contradictions.map((fault) => fault.split(' ')[0])).toEqual(['RP_ID', 'WORKERS']);
  });

  it.each([
    ['SECRET_KEY', 'hunter2hunter2'],
    ['BOOTSTRAP_API_KEY', 'hunter2hunter2'],
    ['DATABASE_URL', 'mongodb://person:hunter2hunter2@a b/it'],
    ['DATABASE_URL', 'mongodb://person:hunter2hunter2@localhost/it?readPreference=nearest'],
    ['ISSUER', 'https://person:hunter2hunter2@id.example.com'],
  ])('are not repeated in the sentence about %s', (name, value) => {
    expect(faultsOf({ [name]: value }).join()).toContain(name);
    expect(faultsOf({ [name]: value }).join()).not.toContain('hunter2');
  });
});

describe('settings: secrets in files', () => {
  const withFile = (name: string, text: string | Buffer) => {
    const folder = mkdtempSync(join(tmpdir(), 'passgraph-'));
    const path = join(folder, 'secret');
    writeFileSync(path, text);
    return { [`${name}_FILE`]: path };
  };

  it.each([
    ['SECRET_KEY', `${KEY}\n`, { secretKeys: [KEY] }],
    ['SECRET_KEY', `${KEY},\r\n${OTHER_KEY}\r\n`, { secretKeys: [KEY, OTHER_KEY] }],
    ['DATABASE_URL', 'sqlite:/var/lib/it.db\n', { database: { kind: 'sqlite', path: '/var/lib/it.db' } }],
    ['BOOTSTRAP_API_KEY', 'k'.repeat(32), { bootstrapApiKey: 'k'.repeat(32) }],
  ])('%s is read from the file that %s_FILE names, without the newline at its end', (name, text, expected) => {
    expect(loadConfig(withFile(name, text))).toMatchObject(expected);
    expect(loadConfig({ ...withFile(name, text), [name]: ' ' })).toMatchObject(expected);
  });

  it.each(['SECRET_KEY', 'DATABASE_URL', 'BOOTSTRAP_API_KEY'])('%s must not be set in both ways', (name) => {
    const value = name === 'DATABASE_URL' ? 'sqlite::memory:' : KEY;
    expect(faultsOf({ ...withFile(name, value), [name]: value })).toEqual([
      `${name} and ${name}_FILE are both set. Remove one of them.`,
    ]);
  });

  it('must exist, be readable and have a content, and the error never contains it', () => {
    expect(faultsOf({ SECRET_KEY_FILE: '/nowhere/secret' })).toEqual([
      'SECRET_KEY_FILE names a file that cannot be read (ENOENT). Check its path and its permissions.',
    ]);
    expect(faultsOf({ SECRET_KEY_FILE: tmpdir() })).toEqual([
      'SECRET_KEY_FILE names a file that cannot be read (EISDIR). Check its path and its permissions.',
    ]);
    const empty = withFile('BOOTSTRAP_API_KEY', '\n');
    expect(faultsOf(empty)).toEqual([
      'BOOTSTRAP_API_KEY_FILE names a file that is empty. Write the value into it, or remove the variable.',
    ]);
    expect(faultsOf(withFile('SECRET_KEY', 'hush'))).toEqual([expect.not.stringContaining('hush')]);
    expect(faultsOf(withFile('SECRET_KEY', 'hush'))[0]).toMatch(/^SECRET_KEY /);
  });
});
