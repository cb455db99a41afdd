import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MetadataService, SettingsService } from '@simplewebauthn/server';
import { updateServerSettings } from '../../src/admin/server-settings/server-settings-update.js';
import { metadataJob } from '../../src/jobs/read-metadata.js';
import type { Config } from '../../src/model/config.js';
import type { Deps } from '../../src/model/deps.js';
import type { Store } from '../../src/model/store.js';
import { loadAuthenticatorMetadata } from '../../src/webauthn/credential/authenticator-metadata.js';
import { setLibraryFetch } from '../../src/webauthn/credential/library-fetch.js';
import { authenticate, ceremonyErrorOf, registerFirstOwner } from '../support/ceremonies.js';
import {
  type Authority,
  attestationCertificate,
  certificateOf,
  listOfRevoked,
  makeAuthority,
  metadataBlob,
} from '../support/certificates.js';
import { frozenClock, testDeps } from '../support/deps.js';
import { type SoftwareAuthenticatorTraits, softwareAuthenticator } from '../support/software-authenticator.js';
import { openMemoryStore } from '../support/stores.js';

const MODEL = '11111111-1111-4111-8111-111111111111';
const REVOKED = '22222222-2222-4222-8222-222222222222';
const UNKNOWN = '33333333-3333-4333-8333-333333333333';

let store: Store;
let service: Authority;
let maker: Authority;

beforeAll(async () => {
  [service, maker] = await Promise.all([makeAuthority('The metadata service'), makeAuthority('A maker')]);
  SettingsService.setRootCertificates({ identifier: 'mds', certificates: [service.certificate.toString('pem')] });
});

beforeEach(async () => {
  store = await openMemoryStore();
});

afterEach(() => store.close());

// The library keeps the metadata for the whole process, in which other files of tests run later.
afterAll(() => MetadataService.initialize({ statements: [], mdsServers: [], verificationMode: 'permissive' }));

function demanding(config: Partial<Config> = {}): Deps {
  return testDeps(store, { config: { attestation: 'direct', ...config } });
}

function publishing(blob: string): Deps {
  return testDeps(store, {
    fetch: (url) => Promise.resolve(new Response(url === 'https://mds3.fidoalliance.org/' ? blob : '')),
  });
}

function models() {
  return [
    { aaguid: MODEL, root: maker, status: 'FIDO_CERTIFIED_L1' },
    { aaguid: REVOKED, root: maker, status: 'REVOKED' },
  ];
}

async function certified(aaguid: string, by = maker, traits: Partial<SoftwareAuthenticatorTraits> = {}) {
  return softwareAuthenticator({
    aaguid,
    attestation: 'packed',
    backupEligible: false,
    backedUp: false,
    attestationCertificate: await attestationCertificate(by, traits.aaguid ?? aaguid),
    ...traits,
  });
}

async function reasonOf(attempt: Promise<unknown>): Promise<string | undefined> {
  const { code, reason } = await ceremonyErrorOf(attempt);
  expect(code).toBe('invalid_credential');
  return reason;
}

describe('the job that reads authenticator metadata', () => {
  it('fetches only while attestation is required, logs why it failed and tries again after ten minutes', async () => {
    const clock = frozenClock();
    const told: unknown[] = [];
    const log = { debug: () => {}, info: () => {}, warn: (...line: unknown[]) => told.push(line), error: () => {} };
    let asked = 0;
    const fetch = () => {
      asked += 1;
      return Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') }));
    };
    const deps = testDeps(store, { log, fetch, clock });
    const job = metadataJob(deps);
    const run = () => job.run(new AbortController().signal);
    await run();
    expect(asked).toBe(0);
    await updateServerSettings(deps, { permissions: ['*'] }, { attestation: 'direct' });
    await run();
    clock.advance(590);
    await run();
    expect(asked).toBe(1);
    clock.advance(20);
    await run();
    const reason =
      'The metadata of authenticator models cannot be fetched from mds3.fidoalliance.org: getaddrinfo ENOTFOUND';
    expect([asked, told]).toEqual([2, Array(2).fill([{ reason }, expect.stringMatching(/^Attestation is required/)])]);
    expect(job).toMatchObject({ atOnce: true, everySeconds: 10 });
  });
});

describe('WebAuthn §7.1 steps 21–24 with ATTESTATION=direct', () => {
  it('trusts no manufacturer before the metadata are loaded', async () => {
    const attempt = registerFirstOwner(demanding(), await certified(MODEL));
    expect(await reasonOf(attempt)).toBe('no trust anchor for the attestation');
  });

  it('accepts metadata only with the signature of the metadata service', async () => {
    const stranger = await makeAuthority('A stranger');
    await expect(loadAuthenticatorMetadata(publishing(await metadataBlob(stranger, models())))).rejects.toThrow(/path/);
    const [header, , signature] = (await metadataBlob(service, [])).split('.');
    const [, payload] = (await metadataBlob(service, models())).split('.');
    const forged = publishing([header, payload, signature].join('.'));
    await expect(loadAuthenticatorMetadata(forged)).rejects.toThrow(/signature/);
    const attempt = registerFirstOwner(demanding(), await certified(MODEL));
    expect(await reasonOf(attempt)).toBe('no trust anchor for the attestation');
  });

  it('accepts a passkey with a manufacturer’s certificate and reports it in acr and amr', async () => {
    await loadAuthenticatorMetadata(publishing(await metadataBlob(service, models())));
    const authenticator = await certified(MODEL);
    const registered = await registerFirstOwner(demanding(), authenticator);
    expect(registered.passkey).toMatchObject({ attested: true, aaguid: MODEL });
    const { session } = await authenticate(demanding(), authenticator);
    expect(session).toMatchObject({ acr: 'phrh', amr: ['hwk', 'pop', 'user', 'mfa'] });
  });

  it('does not claim hardware protection for a passkey that may leave its device', async () => {
    const authenticator = await certified(MODEL, maker, { backupEligible: true, backedUp: true });
    const { session } = await registerFirstOwner(demanding(), authenticator);
    expect(session).toMatchObject({ acr: 'phr', amr: ['swk', 'pop', 'user', 'mfa'] });
  });

  it.each<readonly [string, string, () => Promise<ReturnType<typeof softwareAuthenticator>>]>([
    ['no attestation', 'no certified attestation', async () => softwareAuthenticator({ aaguid: MODEL })],
    [
      'self attestation',
      'no certified attestation',
      async () => softwareAuthenticator({ aaguid: MODEL, attestation: 'packed' }),
    ],
    ["a stranger's certificate", 'attestation statement', async () => certified(MODEL, await makeAuthority('A maker'))],
    [
      "another model's certificate",
      'attestation statement',
      async () => certified(MODEL, maker, { attestationCertificate: await attestationCertificate(maker, UNKNOWN) }),
    ],
    ['a model that was revoked', 'attestation statement', () => certified(REVOKED)],
    ['an unknown model', 'attestation statement', () => certified(UNKNOWN)],
  ])('refuses %s', async (_what, reason, make) => {
    expect(await reasonOf(registerFirstOwner(demanding(), await make()))).toBe(reason);
    expect(await store.passkeys.count()).toBe(0);
  });

  it('refuses a model that AAGUIDS does not list', async () => {
    expect(await reasonOf(registerFirstOwner(demanding({ aaguids: [UNKNOWN] }), await certified(MODEL)))).toBe(
      'authenticator is not in AAGUIDS',
    );
    await registerFirstOwner(demanding({ aaguids: [UNKNOWN, MODEL] }), await certified(MODEL));
  });

  it('fetches revocation lists through deps.fetch and believes only those of the manufacturer', async () => {
    await loadAuthenticatorMetadata(publishing(await metadataBlob(service, models())));
    const asked: string[] = [];
    const lists: Record<string, ArrayBuffer> = {
      'https://maker.example/list': await listOfRevoked(maker),
      'https://stranger.example/list': await listOfRevoked(await makeAuthority('A maker')),
    };
    const fetch = (url: string) => {
      asked.push(url);
      return Promise.resolve(new Response(lists[url]));
    };
    const deps = testDeps(store, { fetch, config: { attestation: 'direct' } });
    const [bad, good] = await Promise.all(
      ['https://stranger.example/list', 'https://maker.example/list'].map(async (url) =>
        certified(MODEL, maker, { attestationCertificate: await attestationCertificate(maker, MODEL, url) }),
      ),
    );
    if (bad === undefined || good === undefined) throw new Error('two were made');
    expect(await reasonOf(registerFirstOwner(deps, bad))).toBe('attestation statement');
    await registerFirstOwner(deps, good);
    expect(asked).toEqual(['https://stranger.example/list', 'https://maker.example/list']);
  });

  it('fetches nothing with ATTESTATION=none, even if a certificate names an address', async () => {
    const asked: string[] = [];
    const deps = testDeps(store, { fetch: (url) => Promise.resolve(new Response(String(asked.push(url)))) });
    await setLibraryFetch(deps);
    const { isCertRevoked } = await import('@simplewebauthn/server/helpers');
    const [leaf = new Uint8Array()] = (await attestationCertificate(maker, MODEL, 'http://169.254.169.254/')).chain;
    expect(await isCertRevoked(certificateOf(leaf), maker.certificate)).toBe(false);
    expect(asked).toEqual([]);
  });

  it('does not mark a passkey as attested with ATTESTATION=none', async () => {
    const { passkey, session } = await registerFirstOwner(testDeps(store), await certified(MODEL));
    expect([passkey.attested, session.acr]).toEqual([false, 'phr']);
  });
});
