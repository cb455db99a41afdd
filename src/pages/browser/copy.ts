/**
 * Shows the button with the id `copy`, which copies the texts of the `code` elements in `source`. `onCopied` gets the
 * sentence that says so.
 */
export function enableCopy(source: HTMLElement | null, onCopied: (sentence: string) => void): void {
  const button = document.getElementById('copy');
  if (source === null || !(button instanceof HTMLButtonElement)) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    const texts = [...source.querySelectorAll('code')].map(({ textContent }) => textContent);
    // If the browser refuses to write to the clipboard, select the text, so that the user can copy it.
    navigator.clipboard.writeText(texts.join('\n')).then(
      () => onCopied(button.dataset.copied ?? ''),
      () => getSelection()?.selectAllChildren(source),
    );
  });
}
