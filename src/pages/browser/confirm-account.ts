import { form, showMessage } from './ceremony.js';

/** Normalizes a username as the server does, so that two usernames can be compared. */
function keyOf(username: string): string {
  return username.trim().normalize('NFKC').toLowerCase();
}

/**
 * If the username of the passkey differs from the username that the user typed, asks the user whether to continue.
 * Ignores a username that the application filled in, because it may be an email address.
 */
export async function confirmAccount(username: string): Promise<void> {
  const field = document.getElementById('username');
  if (!(field instanceof HTMLInputElement) || field.value === field.defaultValue) return;
  const typed = keyOf(field.value);
  if (typed === '' || typed === keyOf(username)) return;
  const question = document.getElementById('confirm');
  if (question === null) return;
  for (const text of question.querySelectorAll<HTMLElement>('[data-text]')) {
    text.textContent = (text.dataset.text ?? '').replace('{username}', () => username);
  }
  form.hidden = true;
  document.getElementById('lead')?.setAttribute('hidden', '');
  question.hidden = false;
  await new Promise<void>((resolve) => {
    whenClicked(question, 'continue', resolve);
    whenClicked(question, 'other-account', () => void useOtherAccount());
  });
  showMessage('done', 'progress');
}

function whenClicked(question: HTMLElement, value: string, onClick: () => void): void {
  const button = question.querySelector<HTMLButtonElement>(`button[value="${value}"]`);
  button?.addEventListener('click', onClick);
  if (value === 'continue') button?.focus();
}

/** Signs the user out and shows the sign-in page for the same application again. */
async function useOtherAccount(): Promise<void> {
  await fetch('/account', {
    method: 'POST',
    body: new URLSearchParams({ action: 'sign-out' }),
    redirect: 'manual',
  }).catch(() => undefined);
  location.reload();
}
