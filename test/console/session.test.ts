import { describe, expect, it } from '@jest/globals';
import { makeSession } from '../../console/src/server/session.js';
import { AdminRequestError } from '../../packages/admin/src/client/admin-request-error.js';

describe('the session of the console', () => {
  const fail = () => Promise.reject(new TypeError('Failed to fetch'));
  const session = makeSession({
    server: 'https://id.example.com',
    bound: { send: fail, thumbprint: fail },
    tokens: { current: fail, renew: fail, redeem: fail },
    words: () => ({ ended: 'ended', busy: 'busy' }),
    onRefused: fail,
    onForbidden: fail,
  });

  it('goes on if the server does not answer, and says so in the language of the user', async () => {
    await expect(session.getToken()).rejects.toThrow('busy');
    expect(session.signInWindow.question.value).toBeUndefined();
  });

  it('does not repeat an operation if the server does not answer', async () => {
    const expired = new AdminRequestError([{ message: 'The access token has expired.' }], 401);
    expect(await session.canRepeatAfter(expired)).toBe(false);
  });
});
