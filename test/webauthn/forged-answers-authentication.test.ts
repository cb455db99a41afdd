import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeCBOR } from '@levischuck/tiny-cbor';
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON as CreationOptions,
  PublicKeyCredentialRequestOptionsJSON as RequestOptions,
} from '@simplewebauthn/server';
import { sha256 } from '../../src/keys/secrets.js';
import { createFirstOwnerCode } from '../../src/webauthn/enrolment/first-owner-link.js';
import { startEdge, type TestEdge } from '../http/start-edge.js';
import { type Forgery, type SoftwareAuthenticator, softwareAuthenticator } from '../support/software-authenticator.js';
import { type Answer, newUserAgent, type UserAgent } from '../support/user-agent.js';
import {
  AUTHENTICATOR_DATA,
  begin,
  CLIENT_DATA,
  ENVELOPE,
  expectRefused,
  flip,
  tampered,
  VERIFY,
  withFlag,
  withParts,
} from './forged-answers.js';

describe('WebAuthn §7.2 over HTTP', () => {
  let own: TestEdge;
  let owner: SoftwareAuthenticator;
  let ownersHandle: string;

  beforeAll(async () => {
    own = await startEdge();
    owner = softwareAuthenticator({ origin: own.origin, counts: true, backupEligible: false, backedUp: false });
    const agent = newUserAgent(own.origin);
    const enrolment = await createFirstOwnerCode(own.deps);
    const options = await begin<CreationOptions>(agent, '/passkeys/registration/options', { enrolment });
    ownersHandle = options.user.id;
    expect((await agent.postJson(VERIFY.registration, owner.create(options))).status).toBe(200);
  });
  afterAll(() => own.stop());

  const options = (agent: UserAgent) => begin<RequestOptions>(agent, '/passkeys/authentication/options', {});
  const sessions = () => own.deps.store.sessions.count({});

  const attempt = async (
    forgery: Forgery,
    tamper: (whole: AuthenticationResponseJSON) => unknown = (whole) => whole,
  ): Promise<Answer> => {
    const agent = newUserAgent(own.origin);
    return agent.postJson(VERIFY.authentication, tamper(owner.get(await options(agent), forgery)));
  };

  const expectNobody = async (answer: Answer, before: number) => {
    expectRefused(answer);
    expect(await sessions()).toBe(before);
  };

  it.each(CLIENT_DATA)('refuses %s', async (_what, forgery) => {
    const before = await sessions();
    await expectNobody(await attempt(forgery), before);
  });

  it.each(AUTHENTICATOR_DATA)('refuses %s', async (_what, forgery) => {
    const before = await sessions();
    await expectNobody(await attempt(forgery), before);
  });

  it.each(ENVELOPE)('refuses %s', async (_what, tamper) => {
    const before = await sessions();
    await expectNobody(await attempt({}, tamper), before);
  });

  const attested = Buffer.concat([
    ...[Buffer.alloc(16), Buffer.from([0, 16]), Buffer.alloc(16)],
    Buffer.from(encodeCBOR(new Map<number, number>([[1, 2]]))),
  ]);
  it.each<readonly [string, Forgery]>([
    ['the other ceremony’s type', { clientData: { type: 'webauthn.create' } }],
    ['a credential in an assertion', { authData: (bytes) => Buffer.concat([withFlag(0x40)(bytes), attested]) }],
    ['another user handle', { userHandle: Buffer.alloc(64).toString('base64url') }],
    ['no user handle', { userHandle: undefined }],
    ['an empty user handle', { userHandle: '' }],
    ['a user handle of 65 bytes', { userHandle: Buffer.alloc(65).toString('base64url') }],
    ['another credential', { credentialId: sha256('another') }],
    ['the counter at zero', { signCount: 0 }],
  ])('refuses %s', async (_what, forgery) => {
    expect((await attempt({})).status).toBe(200);
    const before = await sessions();
    await expectNobody(await attempt(forgery), before);
  });

  it.each<readonly [string, (whole: AuthenticationResponseJSON) => unknown]>([
    ['tampered authenticator data', tampered('authenticatorData', flip(36))],
    ['tampered flags', tampered('authenticatorData', withFlag(0x02))],
    [
      'client data that were changed',
      tampered('clientDataJSON', (b) => Buffer.concat([b.subarray(0, -1), Buffer.from(',"a":1}')])),
    ],
    ['a tampered signature', tampered('signature', flip(-1))],
    ['a signature that is cut off', tampered('signature', (bytes) => bytes.subarray(0, -1))],
    ['a signature with bytes behind', tampered('signature', (bytes) => Buffer.concat([bytes, bytes]))],
    ['a signature of zeros', tampered('signature', () => Buffer.from('3006020100020100', 'hex'))],
    ['a signature of the same numbers, raw', tampered('signature', () => Buffer.alloc(64, 1))],
    ['no signature', withParts({ signature: '' })],
    ['a signature that is a list', withParts({ signature: ['x'] })],
    ['a user handle that is a number', withParts({ userHandle: 1 })],
    ['no authenticator data', withParts({ authenticatorData: undefined })],
  ])('refuses %s', async (_what, tamper) => {
    const before = await sessions();
    await expectNobody(await attempt({}, tamper), before);
  });

  it('refuses a counter that stays the same or goes back', async () => {
    expect((await attempt({ signCount: 1000 })).status).toBe(200);
    for (const signCount of [1000, 999, 1]) expectRefused(await attempt({ signCount }));
    expect((await attempt({ signCount: 2000 })).status).toBe(200);
    const [credential] = owner.credentials;
    if (credential !== undefined) credential.signCount = 2000;
  });

  it('refuses the signature of an attacker’s key with the victim’s credential id and user handle', async () => {
    const thief = softwareAuthenticator({ origin: own.origin });
    thief.create({
      challenge: 'AAAA',
      rp: { id: 'localhost', name: 'x' },
      pubKeyCredParams: [],
      user: { id: ownersHandle, name: 'x', displayName: 'x' },
    });
    const agent = newUserAgent(own.origin);
    const credentialId = owner.credentials[0]?.id ?? '';
    const forged = thief.get(await options(agent), { credentialId, signCount: 100_000, userHandle: ownersHandle });
    const before = await sessions();
    await expectNobody(await agent.postJson(VERIFY.authentication, forged), before);
  });

  it('refuses the challenge of another browser, of the other ceremony, without a cookie, and a used one', async () => {
    const [agent, stranger] = [newUserAgent(own.origin), newUserAgent(own.origin)];
    const mine = await options(agent);
    await options(stranger);
    const answered = () => owner.get(mine);
    expectRefused(await stranger.postJson(VERIFY.authentication, answered()));
    const blocked = await newUserAgent(own.origin).postJson(VERIFY.authentication, answered());
    expect([blocked.status, blocked.json().error]).toEqual([400, 'cookies_blocked']);
    // A signed-in user may begin a registration, but its challenge is not valid for a sign-in.
    expect((await agent.postJson(VERIFY.authentication, answered())).status).toBe(200);
    const { challenge } = await begin<CreationOptions>(agent, '/passkeys/registration/options', {});
    expectRefused(await agent.postJson(VERIFY.authentication, owner.get({ challenge, rpId: 'localhost' })));
    expectRefused(await agent.postJson(VERIFY.authentication, answered()));
    // A forged answer uses the challenge up.
    const next = await options(agent);
    expectRefused(await agent.postJson(VERIFY.authentication, owner.get(next, { uv: false })));
    expectRefused(await agent.postJson(VERIFY.authentication, owner.get(next)));
  });

  it('leaves the existing session unchanged', async () => {
    const agent = newUserAgent(own.origin);
    await agent.postJson(VERIFY.authentication, owner.get(await options(agent)));
    expectRefused(await agent.postJson(VERIFY.authentication, owner.get(await options(agent), { uv: false })));
    expect((await agent.get('/account')).status).toBe(200);
  });

  it('refuses a registration with a credential id that another passkey has', async () => {
    const agent = newUserAgent(own.origin);
    await agent.postJson(VERIFY.authentication, owner.get(await options(agent)));
    const creation = await begin<CreationOptions>(agent, '/passkeys/registration/options', {});
    const credentialId = owner.credentials[0]?.id ?? '';
    const twin = softwareAuthenticator({ origin: own.origin }).create(
      { ...creation, excludeCredentials: [] },
      { credentialId },
    );
    expectRefused(await agent.postJson(VERIFY.registration, twin));
    expect((await attempt({})).status).toBe(200);
  });
});
