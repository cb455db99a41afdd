const kept = document.getElementById('kept');
const status = document.getElementById('status');

/** Shows a hidden button and calls `onClick` when the user clicks it. */
function enableButton(id: string, onClick: (button: HTMLButtonElement) => void): void {
  const button = document.getElementById(id);
  if (!(button instanceof HTMLButtonElement)) return;
  button.hidden = false;
  button.addEventListener('click', () => onClick(button));
}

function textOf(element: HTMLElement | null): string {
  return [...(element?.querySelectorAll('code') ?? [])].map(({ textContent }) => textContent).join('\n');
}

enableButton('copy', ({ dataset }) => {
  navigator.clipboard.writeText(textOf(kept)).then(
    () => {
      if (status !== null) status.textContent = dataset.copied ?? '';
    },
    () => {
      // The browser refused to write to the clipboard. Select the secret, so that the user can copy it with the
      // keyboard.
      if (kept !== null) getSelection()?.selectAllChildren(kept);
    },
  );
});
enableButton('print', () => print());
