import { markSections } from './contents.js';
import { shrinkPictures } from './picture.js';
import { type Account, reportAccount } from './signals.js';

/**
 * Reports the user's passkeys and names to the browser each time the account page opens, so that the browser's passkey
 * manager is up to date.
 */
const { signals } = document.getElementById('account')?.dataset ?? {};
if (signals !== undefined) void reportAccount(JSON.parse(signals) as Account);

/** Loads the values of a long list, such as the time zones, when the user is about to choose one. */
function loadOptions(select: HTMLSelectElement, url: string): void {
  const { form } = select;
  async function load(): Promise<void> {
    form?.removeEventListener('focusin', begin);
    form?.removeEventListener('pointerenter', begin);
    const values = await fetch(url).then(
      (response) => response.json() as Promise<readonly string[]>,
      () => [],
    );
    const known = new Set([...select.options].map((option) => option.value));
    for (const value of values) {
      if (!known.has(value)) select.add(new Option(value.replaceAll('_', ' '), value));
    }
  }
  function begin(): void {
    void load();
  }
  form?.addEventListener('focusin', begin);
  form?.addEventListener('pointerenter', begin);
}

for (const select of document.querySelectorAll<HTMLSelectElement>('select[data-further-options]')) {
  loadOptions(select, select.dataset.furtherOptions ?? '');
}

shrinkPictures();
markSections();
