const kept = document.getElementById('kept');
const status = document.getElementById('status');

/** Shows a button that needs a script, and gives it something to do. */
function offer(id: string, run: (button: HTMLButtonElement) => void): void {
  const button = document.getElementById(id);
  if (!(button instanceof HTMLButtonElement)) return;
  button.hidden = false;
  button.addEventListener('click', () => run(button));
}

function textOf(element: HTMLElement | null): string {
  return [...(element?.querySelectorAll('code') ?? [])].map(({ textContent }) => textContent).join('\n');
}

offer('copy', ({ dataset }) => {
  navigator.clipboard.writeText(textOf(kept)).then(
    () => {
      if (status !== null) status.textContent = dataset.copied ?? '';
    },
    () => {
      // Not allowed: they are selected, to be copied by hand.
      if (kept !== null) getSelection()?.selectAllChildren(kept);
    },
  );
});
offer('print', () => print());
