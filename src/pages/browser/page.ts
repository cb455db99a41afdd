/**
 * Returns the regional format that the user prefers for the page's language, such as `en-GB` for an English page. If
 * the user prefers none, returns the page's language.
 */
function formatLocale(): string {
  const { lang } = document.documentElement;
  return navigator.languages.find((tag) => languageOf(tag) === lang) ?? lang;
}

/** Returns the language in a BCP 47 language tag, such as `en` in `en-US`, or `undefined` if the tag is not valid. */
function languageOf(tag: string): string | undefined {
  try {
    return new Intl.Locale(tag).language;
  } catch {
    return undefined;
  }
}

/** Writes the times on the page in the browser's time zone, which the server does not know. */
function formatTimes(): void {
  const locale = formatLocale();
  const formats = {
    day: new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }),
    moment: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
  };
  for (const time of document.querySelectorAll('time')) {
    const { style, text } = time.dataset;
    if (text === undefined || (style !== 'day' && style !== 'moment')) continue;
    time.textContent = text.replace('{when}', formats[style].format(new Date(time.dateTime)));
  }
}

/** Removes an image that cannot be loaded and shows the element behind it. */
function fallBack(image: HTMLImageElement): void {
  // The logo of the server can be in a `picture`, with another image for the dark colour scheme.
  const shown = image.closest('picture') ?? image;
  shown.nextElementSibling?.removeAttribute('hidden');
  shown.remove();
}

for (const image of document.querySelectorAll<HTMLImageElement>('img[data-fallback]')) {
  // The image may have failed to load before this script ran.
  if (image.complete && image.naturalWidth === 0) fallBack(image);
  else image.addEventListener('error', () => fallBack(image));
}
formatTimes();
