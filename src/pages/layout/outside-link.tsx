import type { ComponentChildren } from 'preact';

/** A link to another website, which opens in a new tab, or to an e-mail address. */
export function OutsideLink({ url, children }: { url: string; children: ComponentChildren }) {
  if (url.startsWith('mailto:')) return <a href={url}>{children}</a>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
