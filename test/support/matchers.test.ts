import { describe, expect, it } from '@jest/globals';
import { AdminError, CeremonyError, OAuthError } from '../../src/model/errors.js';
import './matchers.js';

function refusal() {
  return Promise.reject(new OAuthError('invalid_grant', 'code has expired.', { status: 401 }));
}

describe('toRejectWith', () => {
  it('accepts an error of ours by its code, members and description', async () => {
    await expect(refusal()).toRejectWith('invalid_grant');
    await expect(refusal()).toRejectWith('invalid_grant', /expired/);
    await expect(refusal()).toRejectWith({ error: 'invalid_grant', status: 401 });
    await expect(Promise.reject(new CeremonyError('rate_limited', 'Wait.'))).toRejectWith('rate_limited', /Wait/);
    await expect(Promise.reject(new AdminError('NOT_FOUND', 'No client.'))).toRejectWith('NOT_FOUND');
  });

  it('fails for another code, member, description or class, and for a promise that resolves', async () => {
    await expect(expect(refusal()).toRejectWith('invalid_request')).rejects.toThrow('invalid_grant');
    await expect(expect(refusal()).toRejectWith({ status: 400 })).rejects.toThrow('invalid_grant');
    await expect(expect(refusal()).toRejectWith('invalid_grant', /revoked/)).rejects.toThrow('revoked');
    const foreign = Promise.reject(Object.assign(new TypeError('not ours'), { code: 'rate_limited' }));
    await expect(expect(foreign).toRejectWith('rate_limited')).rejects.toThrow('not ours');
    await expect(expect(Promise.resolve()).toRejectWith('invalid_grant')).rejects.toThrow('no rejection');
  });
});

describe('toRedirectWith', () => {
  const url = 'https://app.example/callback?code=abc&state=xyz';

  it('accepts a redirect, a form and a location with these parameters among others', () => {
    expect({ kind: 'redirect', url }).toRedirectWith({ code: 'abc' });
    expect({ kind: 'redirect', url: url.replace('?', '#') }).toRedirectWith({ state: 'xyz' });
    expect({ kind: 'form_post', url, parameters: { code: 'c' } }).toRedirectWith({ code: expect.any(String) });
    expect({ location: new URL(url) }).toRedirectWith({ code: 'abc', error: undefined });
    expect(new URL(url)).toRedirectWith({ code: 'abc' });
  });

  it('fails for another value, a parameter that is missing or unwanted, and an answer that is no redirect', () => {
    expect(() => expect(new URL(url)).toRedirectWith({ code: 'abd' })).toThrow('abd');
    expect(() => expect(new URL(url)).toRedirectWith({ error: 'access_denied' })).toThrow('access_denied');
    expect(() => expect(new URL(url)).toRedirectWith({ state: undefined })).toThrow('xyz');
    expect(() =>
      expect({ kind: 'interaction', location: '/login?code=abc' }).toRedirectWith({ code: 'abc' }),
    ).toThrow();
    expect(() => expect({ location: undefined }).toRedirectWith({})).toThrow();
  });
});

describe('toShowError', () => {
  const error = new OAuthError('invalid_client', 'There is no such client.');

  it('accepts an error page with this error, and fails for another error and for a redirect', () => {
    expect({ kind: 'errorPage', error }).toShowError('invalid_client');
    expect(() => expect({ kind: 'errorPage', error }).toShowError('invalid_request')).toThrow('invalid_request');
    const url = 'https://app.example/callback?error=invalid_client';
    expect(() => expect({ kind: 'redirect', url }).toShowError('invalid_client')).toThrow();
  });
});
