import type { ActiveSession } from '../access/sessions/session.js';
import { makePicture } from '../admin/pictures/picture-change.js';
import type { Caller, Deps } from '../model/deps.js';
import { AdminError } from '../model/errors.js';
import { updateOwnProfile } from './own-profile.js';

/**
 * Stores an image as the user's own picture, if EDITABLE_PROFILE lists `picture`.
 *
 * @throws AdminError `FORBIDDEN`, `INVALID_INPUT` or `RATE_LIMITED`
 * @throws CeremonyError `authentication_required`
 */
export async function uploadOwnPicture(
  deps: Deps,
  active: ActiveSession,
  bytes: Uint8Array,
  from: Caller,
): Promise<void> {
  checkOwnPicture(deps);
  const uploaded = await makePicture(deps, { userId: active.user.id }, bytes, 'pictureFile');
  await updateOwnProfile(deps, active, { picture: uploaded.url }, from, uploaded);
}

/** Throws if users cannot change their pictures. Call it before the image is received. */
export function checkOwnPicture({ config }: Pick<Deps, 'config'>): void {
  if (!config.editableProfile.includes('picture'))
    throw new AdminError('FORBIDDEN', 'Only an administrator can change pictures on this server.');
}
