import {
  authorizationParameters,
  authorizePath,
  codeShot,
  getCode,
  getRedirected,
  getTokens,
  ofEach,
  personOf,
  REDIRECT_URI,
  randomText,
  SCOPE,
} from './requests.js';
import type { Scenario, Setting } from './scenario.js';

/** Signs the requests beforehand, because the client signs, not the server. */
async function signedPaths(setting: Setting, count: number): Promise<string[]> {
  const { signer, authorizePath: path, target } = setting;
  const sign = async () => {
    const claims = authorizationParameters(signer, SCOPE);
    const request = await signer.sign({ ...claims, iss: signer.id, aud: target.origin, jti: randomText() });
    return `${path}?${new URLSearchParams({ client_id: signer.id, request })}`;
  };
  return Promise.all(Array.from({ length: count }, sign));
}

/** What browsers request. */
export const signInScenarios: readonly Scenario[] = [
  {
    name: 'authorize, signed in',
    roundTrips: 2,
    events: {},
    prepare: async (setting, workers) =>
      ofEach(workers, (worker) => () => getCode(setting, personOf(setting, worker), SCOPE)),
  },
  {
    name: 'authorize, signed request object',
    roundTrips: 2,
    events: {},
    prepare: async (setting, workers, count) => {
      const paths = await signedPaths(setting, count);
      return ofEach(
        workers,
        (worker) => () => getRedirected(setting, personOf(setting, worker), paths.pop() ?? '', 'code'),
      );
    },
  },
  {
    name: 'code exchange',
    roundTrips: 2,
    events: { TOKEN_ISSUED: 1 },
    prepare: async (setting, workers, count) => {
      const codes: string[] = [];
      while (codes.length < count)
        codes.push(
          ...(await Promise.all(
            Array.from({ length: workers }, (_, worker) => getCode(setting, personOf(setting, worker), SCOPE)),
          )),
        );
      return ofEach(workers, () => () => setting.target.send(codeShot(setting, codes.pop() ?? '')));
    },
  },
  {
    name: 'code with session',
    roundTrips: 4,
    events: { TOKEN_ISSUED: 1 },
    prepare: async (setting, workers) =>
      ofEach(workers, (worker) => () => getTokens(setting, personOf(setting, worker), SCOPE)),
  },
  {
    name: 'Basic, signed in',
    roundTrips: 2,
    events: {},
    isOurs: true,
    prepare: async (setting, workers) => {
      const path = () =>
        `${setting.passgraph?.basicPath}?${new URLSearchParams({ redirectUri: REDIRECT_URI, state: randomText() })}`;
      return ofEach(workers, (worker) => () => getRedirected(setting, personOf(setting, worker), path(), 'token'));
    },
  },
  {
    name: 'whole sign-in',
    roundTrips: 10,
    events: { SIGNED_IN: 1, TOKEN_ISSUED: 1 },
    prepare: async (setting, workers) =>
      ofEach(workers, (worker) => async () => {
        const code = await personOf(setting, worker).signIn(setting.target, authorizePath(setting, SCOPE));
        return setting.target.send(codeShot(setting, code));
      }),
  },
];
