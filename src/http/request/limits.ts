import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { sha256 } from '../../keys/secrets.js';
import type { Config } from '../../model/config.js';
import type { LimitName, Limits } from '../../model/deps.js';

/**
 * The rate limits. Each key, for example an IP address, may send `points` requests within `duration` seconds. The
 * limits are high enough for an office in which all users share one address.
 */
export const LIMITS: Readonly<Record<LimitName, { readonly points: number; readonly duration: number }>> = {
  interaction: { points: 2400, duration: 60 },
  publicClient: { points: 600, duration: 60 },
  publicProof: { points: 2400, duration: 60 },
  publicRefusal: { points: 60, duration: 60 },
  ceremony: { points: 3000, duration: 60 },
  deviceLinkState: { points: 3000, duration: 60 },
  clientAuthentication: { points: 600, duration: 60 },
  recovery: { points: 20, duration: 900 },
  deviceCode: { points: 60, duration: 300 },
  graphql: { points: 12_000, duration: 60 },
  enrolment: { points: 300, duration: 60 },
  registration: { points: 20, duration: 3600 },
  accountChange: { points: 60, duration: 600 },
  mail: { points: 20, duration: 3600 },
  verificationMail: { points: 5, duration: 3600 },
  testMail: { points: 20, duration: 3600 },
  linkMail: { points: 300, duration: 3600 },
  picture: { points: 60, duration: 3600 },
  webhookTest: { points: 30, duration: 600 },
};

/** Returns the limits with the numbers that the server settings have at present. */
export function limitsOf(config: Config): typeof LIMITS {
  return {
    ...LIMITS,
    registration: {
      ...LIMITS.registration,
      get points() {
        return config.maxRegistrations;
      },
    },
    accountChange: {
      ...LIMITS.accountChange,
      get points() {
        return config.maxAccountChanges;
      },
    },
  };
}

/**
 * Makes rate limits, counted in the memory of this process. A key may contain input of any length, so only its digest
 * is kept.
 */
export function makeLimits(limits: typeof LIMITS = LIMITS): Limits {
  const limiters = Object.fromEntries(
    Object.entries(limits).map(([name, options]) => [name, new RateLimiterMemory({ ...options, keyPrefix: name })]),
  ) as Record<LimitName, RateLimiterMemory>;
  return {
    take: async (name, key, worth = 1) => {
      limiters[name].points = limits[name].points;
      try {
        await limiters[name].consume(sha256(key), worth);
        return true;
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return false;
        throw refusal;
      }
    },
  };
}
