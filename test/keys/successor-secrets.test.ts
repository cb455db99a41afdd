import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readHandle } from '../../src/keys/secrets.js';
import { makeSuccessorSecrets } from '../../src/keys/successor-secrets.js';

function newKey() {
  return randomBytes(32).toString('base64url');
}

describe('RFC 5869 secrets of refresh tokens that are derived from SECRET_KEY', () => {
  const [oldKey, key] = [newKey(), newKey()];
  const secrets = makeSuccessorSecrets([key, oldKey]);
  const facts = { id: '01920000-0000-7000-8000-000000000000', salt: newKey(), keyId: secrets.successorKeyId };
  const presented = newKey();

  it('are HMAC-SHA-256 of the presented secret, the id and the salt, under a key for this purpose alone', () => {
    const derived = Buffer.from(hkdfSync('sha256', Buffer.from(key, 'base64url'), '', 'refresh-successor', 32));
    const expected = createHmac('sha256', derived).update(`${presented}${facts.id}${facts.salt}`).digest('base64url');
    const secret = secrets.deriveSuccessorSecret(presented, facts);
    expect(secret).toBe(expected);
    expect(readHandle(`${facts.id}.${secret}`)).toEqual({ id: facts.id, secret });
  });

  it('differ for another presented secret, id, salt or key', () => {
    const other = makeSuccessorSecrets([oldKey]);
    const all = [
      secrets.deriveSuccessorSecret(presented, facts),
      secrets.deriveSuccessorSecret(newKey(), facts),
      secrets.deriveSuccessorSecret(presented, { ...facts, id: '01920000-0000-7000-8000-000000000001' }),
      secrets.deriveSuccessorSecret(presented, { ...facts, salt: newKey() }),
      secrets.deriveSuccessorSecret(presented, { ...facts, keyId: other.successorKeyId }),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(all).not.toContain(undefined);
  });

  it('are derived with every key of the list, and with no other', () => {
    const facts0 = { ...facts, keyId: makeSuccessorSecrets([oldKey]).successorKeyId };
    expect(secrets.deriveSuccessorSecret(presented, facts0)).toBe(
      makeSuccessorSecrets([oldKey]).deriveSuccessorSecret(presented, facts0),
    );
    expect(makeSuccessorSecrets([key]).deriveSuccessorSecret(presented, facts0)).toBeUndefined();
    expect(makeSuccessorSecrets([newKey(), oldKey]).successorKeyId).not.toBe(facts0.keyId);
  });
});
