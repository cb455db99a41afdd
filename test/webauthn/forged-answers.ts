import { expect } from '@jest/globals';
import { sha256 } from '../../src/keys/secrets.js';
import type { Forgery } from '../support/software-authenticator.js';
import type { Answer, UserAgent } from '../support/user-agent.js';

const REFUSAL = { error: 'invalid_credential', message: 'The passkey could not be verified. Please try again.' };

export const VERIFY = {
  registration: '/passkeys/registration/verify',
  authentication: '/passkeys/authentication/verify',
};

/** Every refusal has the same status and body, no cookie, and is not cached. */
export function expectRefused(answer: Answer): void {
  expect([answer.status, answer.json()]).toEqual([400, REFUSAL]);
  expect(answer.headers.getSetCookie()).toEqual([]);
  expect(answer.headers.get('cache-control')).toBe('no-store');
}

const FLAGS_AT = 32;

export function withFlag(flag: number) {
  return (bytes: Buffer) => {
    bytes.writeUInt8(bytes.readUInt8(FLAGS_AT) | flag, FLAGS_AT);
    return bytes;
  };
}

export function withExtensions(cbor: string) {
  return (bytes: Buffer) => Buffer.concat([withFlag(0x80)(bytes), Buffer.from(cbor, 'hex')]);
}
/** `{"credProtect": 2}`: security keys add it unasked. */
export const CRED_PROTECT = 'a16b6372656450726f7465637402';

/** Forged client data, for both ceremonies. */
export const CLIENT_DATA: readonly (readonly [string, Forgery])[] = [
  ['no type', { clientData: { type: undefined } }],
  ['a type that is a list', { clientData: { type: ['webauthn.create', 'webauthn.get'] } }],
  ['another type', { clientData: { type: 'payment.get' } }],
  ['no challenge', { clientData: { challenge: undefined } }],
  ['another challenge', { clientData: { challenge: sha256('another') } }],
  ['an empty challenge', { clientData: { challenge: '' } }],
  ['a challenge that is an object', { clientData: { challenge: { $ne: null } } }],
  ['no origin', { clientData: { origin: undefined } }],
  ['another origin', { clientData: { origin: 'https://evil.example' } }],
  ['an origin with a path', { clientData: { origin: 'http://localhost/' } }],
  ['an origin that is null', { clientData: { origin: 'null' } }],
  ["an application's origin", { clientData: { origin: 'android:apk-key-hash:AAAA' } }],
  ['an embedding page', { clientData: { crossOrigin: true } }],
  ['an embedding page, said in words', { clientData: { crossOrigin: 'true' } }],
  ['an embedding page by name', { clientData: { topOrigin: 'https://evil.example' } }],
  ['an embedding page that it denies', { clientData: { crossOrigin: false, topOrigin: 'http://localhost' } }],
  ['a bound connection', { clientData: { tokenBinding: { status: 'present', id: 'AA' } } }],
  ['client data that are a list', { clientDataText: (json) => `[${json}]` }],
  ['client data that are null', { clientDataText: () => 'null' }],
  ['client data that are cut off', { clientDataText: (json) => json.slice(0, -1) }],
  ['client data with something behind', { clientDataText: (json) => `${json}{}` }],
  ['client data in UTF-16', { clientDataText: (json) => [...json].join('\0') }],
];

/** Forged authenticator data, for both ceremonies. */
export const AUTHENTICATOR_DATA: readonly (readonly [string, Forgery])[] = [
  ['another RP ID', { rpId: 'evil.example' }],
  ['an RP ID in other letters', { rpId: 'LOCALHOST' }],
  ['no user presence', { up: false }],
  ['no user verification', { uv: false }],
  ['neither', { up: false, uv: false }],
  ['backed up without being eligible', { backupEligible: false, backedUp: true }],
  ['nothing but flags', { authData: (bytes) => bytes.subarray(0, 33) }],
  ['no authenticator data', { authData: () => Buffer.from([0]) }],
  ['a byte behind', { authData: (bytes) => Buffer.concat([bytes, Buffer.from([0])]) }],
  ['extensions that it does not announce', { authData: (b) => Buffer.concat([b, Buffer.from(CRED_PROTECT, 'hex')]) }],
  ['extensions that are announced, and absent', { authData: withFlag(0x80) }],
  ['extensions that are cut off', { authData: withExtensions(CRED_PROTECT.slice(0, -2)) }],
  ['a text in extensions that is cut off', { authData: withExtensions('a16378797a67616263') }],
  ['an extension that is there twice', { authData: withExtensions('a2616101616102') }],
  ['extensions that are no map', { authData: withExtensions('01') }],
  ['extensions that are a list of pairs', { authData: withExtensions('81826161f5') }],
  ['extensions that never end', { authData: withExtensions('bf') }],
  ['extensions nested beyond their end', { authData: withExtensions(`a16161${'81'.repeat(2000)}`) }],
];

export function tampered<Whole extends { response: object }>(part: string, change: (bytes: Buffer) => Buffer) {
  return (whole: Whole): object => {
    const bytes = Buffer.from((whole.response as Record<string, string>)[part] ?? '', 'base64url');
    return { ...whole, response: { ...whole.response, [part]: change(bytes).toString('base64url') } };
  };
}

export function flip(at: number) {
  return (bytes: Buffer) => {
    const index = at < 0 ? bytes.length + at : at;
    bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index);
    return bytes;
  };
}

export function withMembers(members: object) {
  return (whole: object): object => ({ ...whole, ...members });
}

export function withParts(parts: object) {
  return (whole: { response: object }): object => ({ ...whole, response: { ...whole.response, ...parts } });
}

/** Forged JSON around them, for both ceremonies. */
export const ENVELOPE: readonly (readonly [string, (whole: { response: object }) => unknown])[] = [
  ['no members', () => ({})],
  ['no response', withMembers({ response: undefined })],
  ['a response that is a text', withMembers({ response: 'x' })],
  ['no id', withMembers({ id: undefined })],
  ['two ids', withMembers({ rawId: sha256('another') })],
  ['an id that is an object', withMembers({ id: { $gt: '' }, rawId: { $gt: '' } })],
  ['an id of 1024 bytes', withMembers({ id: 'A'.repeat(1366), rawId: 'A'.repeat(1366) })],
  ['a password', withMembers({ type: 'password' })],
  ['no type', withMembers({ type: undefined })],
  ['no client data', withParts({ clientDataJSON: undefined })],
  ['padded client data', withParts({ clientDataJSON: 'e30=' })],
  ['client data in the other alphabet', withParts({ clientDataJSON: 'ab+/' })],
  ['client data of a number', withParts({ clientDataJSON: 1 })],
  ['client data that are no UTF-8', withParts({ clientDataJSON: 'gICA' })],
];

export async function begin<Options>(agent: UserAgent, path: string, body: object): Promise<Options> {
  const answer = await agent.postJson(path, body);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.json() as Options;
}
