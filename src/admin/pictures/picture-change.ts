import { newSecret } from '../../keys/secrets.js';
import { type Change, deletionIf, insertion } from '../../model/change-set.js';
import type { Deps } from '../../model/deps.js';
import { type Picture, type PictureOwner, pictureIdOf, pictureUrl } from '../../model/server/picture.js';
import { invalid } from '../input-parser.js';

/** An uploaded image that is not stored yet, and the URL that it will have. */
export interface UploadedPicture {
  readonly picture: Picture;
  readonly url: string;
}

/**
 * Converts an uploaded image for a record. Check before that the caller may change the record.
 *
 * @throws AdminError `INVALID_INPUT` or `RATE_LIMITED`
 */
export async function makePicture(
  deps: Deps,
  owner: PictureOwner,
  bytes: Uint8Array,
  field: string,
): Promise<UploadedPicture> {
  const converted = await deps.pictures.convert(bytes, field);
  const content = Buffer.from(converted).toString('base64');
  const picture = { id: newSecret(deps.random), ...owner, content, createdAt: deps.clock.now() };
  return { picture, url: pictureUrl(deps.config, picture.id) };
}

interface AddressChange {
  /** The name of the field that contains the URL. */
  readonly field: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/**
 * Returns the changes that store the uploaded image, and delete the image that the URL of a record leads to no more.
 * Commit them with the change of the record. A record cannot get the URL of an image that belongs to another record,
 * because the image will be deleted with that record.
 *
 * @throws AdminError `INVALID_INPUT`
 */
export async function planPictureChange(
  { config, store }: Pick<Deps, 'config' | 'store'>,
  { field, before, after }: AddressChange,
  uploaded?: UploadedPicture,
): Promise<readonly Change[]> {
  if (before === after) return [];
  if (pictureIdOf(config, after) !== undefined && after !== uploaded?.url) throw notOwnPicture(field);
  const earlier = pictureIdOf(config, before);
  const isStored = earlier !== undefined && (await store.pictures.find(earlier)) !== undefined;
  return [
    ...(uploaded === undefined ? [] : [insertion('pictures', uploaded.picture)]),
    ...(isStored ? [deletionIf('pictures', { id: earlier })] : []),
  ];
}

/**
 * The same for a record with several images. `uploaded` is stored only if one of them leads to it.
 *
 * @throws AdminError `INVALID_INPUT`
 */
export async function planPictureChanges(
  deps: Pick<Deps, 'config' | 'store'>,
  changes: readonly AddressChange[],
  uploaded?: UploadedPicture,
): Promise<readonly Change[]> {
  const planned = await Promise.all(
    changes.map((change) => planPictureChange(deps, change, change.after === uploaded?.url ? uploaded : undefined)),
  );
  return planned.flat();
}

function notOwnPicture(field: string) {
  return invalid(
    field,
    'must not be the URL of another image on this server, because that image can be deleted. Upload the image for this record',
  );
}
