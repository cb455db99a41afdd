import { describe, expect, it } from '@jest/globals';
import { type ClaimRules, claimProblem } from '../../src/keys/jwt-claims.js';
import type { JsonObject, JsonValue } from '../../src/model/json.js';

const NOW = 1_800_000_000;
const now = new Date(NOW * 1000);

const RULES: ClaimRules = {
  equal: [{ claim: 'iss', value: 'wiki', name: 'the client_id' }],
  different: [{ claim: 'sub', value: 'wiki', name: 'the client_id' }],
  audience: { anyOf: ['https://id.example'], form: 'list' },
  jti: { required: true, maxLength: 8 },
  times: {
    required: ['exp'],
    expSkewSeconds: 30,
    futureSkewSeconds: 30,
    maxExpAheadSeconds: 7200,
    start: ['nbf', 'iat'],
    maxAgeSeconds: 3600,
    maxLifetimeSeconds: 3600,
  },
};

const SOUND: JsonObject = {
  iss: 'wiki',
  sub: 'user',
  aud: ['https://id.example', 'https://other.example'],
  jti: 'one',
  exp: NOW + 60,
  nbf: NOW,
  iat: NOW,
};

function problemOf(changes: { readonly [name: string]: JsonValue | undefined } = {}, rules = RULES) {
  const claims = Object.fromEntries(
    Object.entries({ ...SOUND, ...changes }).filter(([, value]) => value !== undefined),
  );
  return claimProblem(claims as JsonObject, rules, now);
}

describe('RFC 7519 §4.1 claims of client assertions, request objects and DPoP proofs', () => {
  it('satisfy the rules if every claim is right', () => {
    expect(problemOf()).toBeUndefined();
    expect(problemOf({ nbf: undefined, sub: undefined, aud: 'https://id.example' })).toBeUndefined();
  });

  it.each<[string, { readonly [name: string]: JsonValue | undefined }, string]>([
    ['another iss', { iss: 'other' }, 'must have the client_id as its iss claim'],
    ['no iss', { iss: undefined }, 'must have the client_id as its iss claim'],
    ['a forbidden sub', { sub: 'wiki' }, 'must not have the client_id as its sub claim'],
    ['another aud', { aud: ['https://other.example'] }, 'must have the issuer in its aud claim'],
    ['no aud', { aud: undefined }, 'must have the issuer in its aud claim'],
    ['no jti', { jti: undefined }, 'must have a non-empty string as its jti claim'],
    ['a jti that is a number', { jti: 1 }, 'must have a non-empty string as its jti claim'],
    ['an empty jti', { jti: '' }, 'must have a non-empty string as its jti claim'],
    ['a long jti', { jti: 'x'.repeat(9) }, 'must have a jti claim of at most 8 characters'],
    ['no exp', { exp: undefined }, 'must have a number as its exp claim'],
    ['an nbf that is a string', { nbf: '0' }, 'must have a number as its nbf claim'],
    ['an iat that is null', { iat: null }, 'must have a number as its iat claim'],
    ['an exp that has passed', { exp: NOW - 30 }, 'has expired: the time in its exp claim has passed'],
    ['an exp that is far ahead', { exp: NOW + 7231 }, 'has an exp claim that is more than 120 minutes from now'],
    ['an nbf in the future', { nbf: NOW + 31 }, 'has an nbf claim that is in the future'],
    ['an iat in the future', { iat: NOW + 31 }, 'has an iat claim that is in the future'],
    ['neither nbf nor iat', { nbf: undefined, iat: undefined }, 'must have an nbf or iat claim'],
    ['an old nbf', { nbf: NOW - 3601, exp: NOW - 20 }, 'has an nbf claim that is more than 60 minutes ago'],
    [
      'an old iat without nbf',
      { nbf: undefined, iat: NOW - 3601 },
      'has an iat claim that is more than 60 minutes ago',
    ],
    ['a long lifetime', { exp: NOW + 3601 }, 'has an exp claim that is more than 60 minutes after nbf'],
  ])('break a rule with %s', (_, changes, problem) => {
    expect(problemOf(changes)).toBe(problem);
  });

  it('are accepted at the limits of the skew', () => {
    expect(problemOf({ exp: NOW - 29, nbf: NOW - 3600 })).toBeUndefined();
    expect(problemOf({ nbf: NOW + 30, iat: NOW + 30 })).toBeUndefined();
  });

  it('have one string as aud if the rules say so', () => {
    const rules = { ...RULES, audience: { anyOf: ['https://id.example'], form: 'string' } as const };
    expect(problemOf({ aud: 'https://id.example' }, rules)).toBeUndefined();
    expect(problemOf({}, rules)).toBe('must have the issuer as its aud claim, as a single string');
    expect(problemOf({ aud: ['https://id.example'] }, rules)).toBe(
      'must have the issuer as its aud claim, as a single string',
    );
  });

  it('have one audience, as a string or as a list of one, if the rules say so', () => {
    const rules = { ...RULES, audience: { anyOf: ['https://id.example'], form: 'single' } as const };
    expect(problemOf({ aud: 'https://id.example' }, rules)).toBeUndefined();
    expect(problemOf({ aud: ['https://id.example'] }, rules)).toBeUndefined();
    for (const aud of [
      [],
      ['https://id.example', 'https://b.example'],
      ['https://b.example'],
      [['https://id.example']],
    ])
      expect(problemOf({ aud }, rules)).toContain('aud claim');
  });

  it('are not checked by rules that are left out', () => {
    expect(claimProblem({}, {}, now)).toBeUndefined();
    expect(problemOf({ jti: undefined }, { ...RULES, jti: { required: false } })).toBeUndefined();
    expect(problemOf({ jti: '' }, { ...RULES, jti: { required: false } })).toBe(
      'must have a non-empty string as its jti claim',
    );
  });
});
