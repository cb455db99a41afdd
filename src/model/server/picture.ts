import type { Config } from '../config.js';
import type { Page, PageRequest, RecordStore } from '../record-store.js';

/**
 * An image that was uploaded: the picture of a user, or the logo of a client, an issuer or the server. The record that
 * it belongs to contains its URL.
 */
export interface Picture extends PictureOwner {
  /** A random value, which is the last part of the URL. Another image gets another id. */
  readonly id: string;
  /** A WebP image as base64. */
  readonly content: string;
  readonly createdAt: Date;
}

/** The record that a picture belongs to. No member is set if it is the logo of the server. */
export interface PictureOwner {
  readonly userId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly issuerId?: string | undefined;
}

export interface PictureStore extends RecordStore<Picture> {
  page(request: PageRequest): Promise<Page<Picture>>;
}

export const PICTURE_TYPE = 'image/webp';

export function pictureUrl({ issuer }: Pick<Config, 'issuer'>, id: string): string {
  return `${issuer}/pictures/${id}`;
}

/**
 * Returns the URL path of the picture at a URL, or `undefined` if it is not on this server. Pages load nothing from other
 * hosts.
 */
export function picturePath(config: Pick<Config, 'issuer'>, url: unknown): string | undefined {
  const id = pictureIdOf(config, url);
  return id === undefined ? undefined : `/pictures/${id}`;
}

/** Returns the id of the picture at a URL, or `undefined` if it is no URL of a picture on this server. */
export function pictureIdOf({ issuer }: Pick<Config, 'issuer'>, url: unknown): string | undefined {
  const start = `${issuer}/pictures/`;
  if (typeof url !== 'string' || !url.startsWith(start)) return undefined;
  return /^[\w-]{22,64}$/.exec(url.slice(start.length))?.[0];
}
