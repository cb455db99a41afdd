/*
 * With the functions in this folder, administrators upload images: pictures of users, and logos of clients, issuers and
 * the server. Each function sets the field that contains the URL with the function that sets it otherwise, so the same
 * rules apply. `src/pictures` converts the images. To understand this folder, read `picture-change.ts` first.
 */

import { DEFAULT_ISSUER_ID } from '../../model/clients/issuer.js';
import type { Deps } from '../../model/deps.js';
import { AdminError } from '../../model/errors.js';
import { environmentName } from '../../model/server/server-settings.js';
import type { AdminCaller } from '../admin-caller.js';
import { checkPermission, checkStrengthOverClient } from '../authorization.js';
import { updateClient } from '../clients/client-update.js';
import { checkFreshSignIn } from '../fresh-sign-in.js';
import { notFound } from '../input-parser.js';
import { updateIssuer } from '../issuers/issuer-branding.js';
import { updateServerSettings } from '../server-settings/server-settings-update.js';
import { getUser, updateUser } from '../users/user-update.js';
import { makePicture } from './picture-change.js';

/**
 * Stores an image and returns its URL. `id` names the record; it is empty for the server. `receive` is called only if the
 * caller may change the record.
 */
export type UploadPicture = (deps: Deps, caller: AdminCaller, id: string, receive: Receive) => Promise<string>;

/** Receives the image from the caller. */
type Receive = () => Promise<Uint8Array>;

export const uploadUserPicture: UploadPicture = async (deps, caller, id, receive) => {
  checkPermission(caller, 'users:write');
  await getUser(deps, caller, id);
  const uploaded = await makePicture(deps, { userId: id }, await receive(), 'picture');
  await updateUser(deps, caller, { id, picture: uploaded.url }, uploaded);
  return uploaded.url;
};

export const uploadClientLogo: UploadPicture = async (deps, caller, id, receive) => {
  checkPermission(caller, 'clients:write');
  await checkClient(deps, caller, id);
  const uploaded = await makePicture(deps, { clientId: id }, await receive(), 'logoUri');
  await updateClient(deps, caller, { id, logoUri: uploaded.url }, uploaded);
  return uploaded.url;
};

async function checkClient(deps: Deps, caller: AdminCaller, id: string): Promise<void> {
  const client = await deps.store.clients.find(id);
  if (client === undefined) throw notFound('client', 'id');
  checkStrengthOverClient(caller, client);
}

/** Uploads the logo of an issuer, for all colour schemes or for the dark one. */
export async function uploadIssuerLogo(
  name: 'logo' | 'logoDark',
  ...[deps, caller, id, receive]: Parameters<UploadPicture>
): Promise<string> {
  checkPermission(caller, 'issuers:write');
  if ((await deps.store.issuers.find(id)) === undefined) throw notFound('issuer', 'id');
  if (id === DEFAULT_ISSUER_ID)
    throw new AdminError('CONFLICT', 'The default issuer has the logo of the server. Upload it for the server.', 'id');
  const uploaded = await makePicture(deps, { issuerId: id }, await receive(), 'branding');
  await updateIssuer(deps, caller, { id, branding: { [name]: uploaded.url } }, uploaded);
  return uploaded.url;
}

/** Uploads a logo of the server. */
export async function uploadServerLogo(
  name: 'brandLogo' | 'brandLogoDark',
  ...[deps, caller, , receive]: Parameters<UploadPicture>
): Promise<string> {
  checkPermission(caller, 'issuers:write');
  // As `updateServerSettings` demands.
  checkFreshSignIn(deps, caller);
  if (deps.config.environmentSettings.includes(name))
    throw new AdminError(
      'CONFLICT',
      `The environment variable ${environmentName(name)} sets the logo. Remove it, then restart.`,
    );
  const uploaded = await makePicture(deps, {}, await receive(), name);
  await updateServerSettings(deps, caller, { [name]: uploaded.url }, uploaded);
  return uploaded.url;
}
