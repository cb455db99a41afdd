const links = [...document.querySelectorAll<HTMLAnchorElement>('.contents a')];
const headings = links.map(({ hash }) => document.getElementById(hash.slice(1)));

/** The part of the window's height above which a heading has to be for its section to count as the current one. */
const READING_LINE = 0.35;

/** Marks the link to the section that the user reads. */
export function markSections(): void {
  if (links.length === 0) return;
  let isDue = false;
  const mark = () => {
    isDue = false;
    const current = currentSection();
    links.forEach((link, position) => {
      if (position !== current) link.removeAttribute('aria-current');
      else if (!link.hasAttribute('aria-current')) {
        link.setAttribute('aria-current', 'location');
        link.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      }
    });
  };
  const plan = () => {
    if (!isDue) requestAnimationFrame(mark);
    isDue = true;
  };
  addEventListener('scroll', plan, { passive: true });
  addEventListener('resize', plan);
  addEventListener('hashchange', plan);
  plan();
}

function currentSection(): number {
  const line = innerHeight * READING_LINE;
  const tops = headings.map((heading) => heading?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY);
  const isAtEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 1;
  // Below a short section, the next heading is above the line too. At the end of the page, the last sections cannot reach it.
  const chosen = links.findIndex(({ hash }) => hash === location.hash);
  const top = tops[chosen] ?? -1;
  if (top >= 0 && (isAtEnd || top <= line)) return chosen;
  return isAtEnd
    ? links.length - 1
    : Math.max(
        0,
        tops.findLastIndex((each) => each <= line),
      );
}
