import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AsymmetricAlg } from '../../src/model/server/signing-key.js';
import { freePort } from '../support/free-port.js';
import { type Contender, startContender } from './contender.js';
import type { Setting } from './scenarios/scenario.js';
import { settle } from './settle.js';

export interface ServerOptions {
  /** Default: a random key. */
  readonly secretKey?: string | undefined;
  /** Flags of Node.js. */
  readonly flags?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string>>;
  /** The compiled `main.js` of another version. Default: this version. */
  readonly main?: string | undefined;
}

/** Each user signs in thousands of times, far more often than the limits for one user allow. */
const LIMITS = { MAX_SESSIONS: '10000', MAX_OFFLINE_GRANTS: '10000' };

/** Starts Passgraph in a process of its own, on this database. `key` is an API key with all permissions. */
export async function startServer(
  databaseUrl: string,
  { secretKey, flags, env, main }: ServerOptions = {},
): Promise<{ contender: Contender; key: string }> {
  const port = String(await freePort());
  const key = randomBytes(32).toString('base64url');
  const contender = await startContender(
    `http://localhost:${port}`,
    main ?? new URL('../../src/main.js', import.meta.url).pathname,
    {
      cwd: await mkdtemp(join(tmpdir(), 'passgraph-bench-')),
      flags,
      env: {
        PORT: port,
        DATABASE_URL: databaseUrl,
        SECRET_KEY: secretKey ?? randomBytes(32).toString('base64url'),
        BOOTSTRAP_API_KEY: key,
        LOG_LEVEL: 'warn',
        // Each simulated browser has an address of its own.
        TRUST_PROXY: '1',
        ...env,
      },
    },
  );
  return { contender, key };
}

/** Starts Passgraph with clients, and users who are signed in. */
export async function startPassgraph(
  databaseUrl: string,
  alg: AsymmetricAlg,
  options: ServerOptions = {},
): Promise<Setting<Contender>> {
  const { contender, key } = await startServer(databaseUrl, { ...options, env: { ...LIMITS, ...options.env } });
  return settle(contender, key, alg);
}
