import { findActiveSession } from '../../../access/sessions/session.js';
import type { Deps } from '../../../model/deps.js';
import type { DeviceLink } from '../../../model/passkeys/device-link.js';
import { type DeviceLinkPageProps, deviceLinkPage } from '../../../pages/account/device-link-page.js';
import { deviceLinkCode } from '../../../webauthn/second-device/device-link.js';
import { readOwnLink } from '../../../webauthn/second-device/device-link-state.js';
import { frameOf, redirect, sendJson, sendPage } from '../../answer/send.js';
import { sessionCookie } from '../../request/cookies.js';
import { deviceOf } from '../../request/device.js';
import type { Edge, Handler } from '../../route.js';

/** The page that shows the link with which another device joins the account, and asks for the number of that device. */
export const DEVICE_LINK_PATH = '/account/device';

/** `/account/device`: shows the link of this session, or what became of it. */
export const deviceLink: Handler = async (edge, request, response) => {
  const active = await findActiveSession(edge.deps, sessionCookie(edge, request));
  if (active === undefined) return redirect(response, '/login');
  const own = await readOwnLink(edge.deps, active);
  if (own.state === 'CONFIRMED') return redirect(response, '/account?at=passkeys&done=deviceAdded');
  const view = own.state === 'NONE' ? {} : viewOf(edge, own.link);
  sendPage(response, deviceLinkPage(frameOf(edge, request), { state: own.state, ...view }));
};

function viewOf({ deps, countryOf }: Edge, link: DeviceLink): Partial<DeviceLinkPageProps> {
  const { device } = link;
  return {
    url: deviceLinkUrl(deps, link),
    device: device && {
      ...deviceOf(device.userAgent),
      address: device.ipAddress,
      country: countryOf(device.ipAddress),
    },
  };
}

function deviceLinkUrl(deps: Pick<Deps, 'keys' | 'config'>, link: DeviceLink): string {
  return `${deps.config.issuer}/join/${deviceLinkCode(deps, link)}`;
}

/** `/account/device/state`: the page asks for this again and again, and reloads if it changes. */
export const deviceLinkState: Handler = async (edge, request, response) => {
  const active = await findActiveSession(edge.deps, sessionCookie(edge, request));
  response.set('Cache-Control', 'no-store');
  sendJson(response, { state: active === undefined ? 'NONE' : (await readOwnLink(edge.deps, active)).state });
};
