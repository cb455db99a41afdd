import type { JsonObject } from '../../../src/model/json.js';
import { answerConsent, authorizationQuery, CALLBACK, PKCE } from '../relying-party.js';
import { newUserAgent } from '../user-agent.js';
import type { KeptPending } from './facts.js';
import { accepted, makeRecoveryCodes } from './fill-grants.js';
import { keepPerson } from './kept-person.js';
import { type Making, mutate, personOf } from './making.js';

/** All that waits for a person, a client or a device. */
export async function fillPending(making: Making): Promise<KeptPending> {
  const { side } = making;
  const [ada, grace] = [personOf(making, 'ada'), personOf(making, 'grace')];
  const codes = await makeRecoveryCodes(making);
  const invited = await mutate<{ enrolmentLink: { url: string } }>(
    making,
    'createUser',
    { username: 'nils', enrolmentLink: true },
    'enrolmentLink { url }',
  );
  const pushed = { response_type: 'code', redirect_uri: CALLBACK, scope: 'openid', state: 'pushed', ...PKCE };
  const device = await authorizeDevice(making);
  const allowed = await authorizeDevice(making);
  const page = (await grace.agent.postForm('/device', { user_code: allowed.userCode })).location;
  const next = page?.pathname === '/consent' ? page : (await grace.agent.get(page?.href ?? '')).location;
  await answerConsent(grace, next ?? page, 'allow');
  return {
    signIn: await beginSignIn(making),
    consent: { person: 'ada', page: (await side.authorize(ada, 'asking', { scope: 'openid email' })).href },
    code: { client: 'wiki', code: (await side.authorize(ada, 'wiki')).searchParams.get('code') ?? '' },
    pushedRequest: {
      client: 'wiki',
      requestUri: String(accepted(await side.post('wiki', '/oidc/par', { client_id: 'wiki', ...pushed })).request_uri),
    },
    device,
    allowedDevice: { deviceCode: allowed.deviceCode },
    enrolmentLink: { username: 'nils', url: invited.enrolmentLink.url },
    recovery: { username: 'ruth', codes },
  };
}

async function authorizeDevice({ side }: Making): Promise<KeptPending['device']> {
  const body = accepted(await side.post('tv', '/oidc/device_authorization', { scope: 'openid offline_access' }));
  return { userCode: String(body.user_code), deviceCode: String(body.device_code) };
}

/** Another browser of a person, at the sign-in page, with a challenge. */
async function beginSignIn(making: Making): Promise<KeptPending['signIn']> {
  const linus = personOf(making, 'linus');
  const agent = newUserAgent(making.app.origin);
  const path = authorizationQuery({ id: 'wiki', secret: '' }, PKCE);
  const page = (await agent.get(path)).location;
  if (page?.pathname !== '/login') throw new Error(`a sign-in page was expected: ${page}`);
  const interaction = page.searchParams.get('interaction');
  const options = (await agent.postJson('/passkeys/authentication/options', { interaction })).json() as JsonObject;
  return { person: keepPerson(making.app.origin, { ...linus, agent }), page: page.href, options };
}
