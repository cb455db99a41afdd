/*
 * This folder shows images: pictures, also to upload another one, and the QR codes of links that are shown once. It must
 * not know what a picture belongs to. To understand this folder, read this file first.
 */

import { useConsole } from '../console-context.js';

export interface PictureProps {
  readonly url: string | null;
  readonly name: string;
  readonly isLarge?: boolean;
}

/**
 * A round picture, or the first letters of the name. A picture on another server is not loaded, because that server would
 * learn who looks at it, and the Content-Security-Policy forbids it.
 */
export function Picture({ url, name, isLarge = false }: PictureProps) {
  const { server } = useConsole();
  const size = isLarge ? 'picture large' : 'picture';
  return url?.startsWith(`${server}/`) === true ? (
    <img class={size} src={url} alt="" loading="lazy" width={32} height={32} />
  ) : (
    <span class={size} aria-hidden="true">
      {lettersOf(name)}
    </span>
  );
}

function lettersOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word = '') => [...word][0]?.toUpperCase() ?? '').join('');
}
