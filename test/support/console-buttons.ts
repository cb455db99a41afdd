import type { Page, Route } from 'playwright-core';
import { EVIL } from './evil-world.js';

/** What was pressed or sent on a screen, and what must not be there afterwards. */
export interface Pressed {
  readonly pressed: readonly string[];
  readonly findings: readonly string[];
}

/**
 * Presses each button of the screen, and sends each form, also of the dialogs that open, with a hostile text in every
 * field. Looks at the screen after each step. `refuseChanges` must be in place, so that nothing changes.
 */
export async function pressButtons(page: Page, open: () => Promise<void>): Promise<Pressed> {
  const pressed: string[] = [];
  const findings: string[] = [];
  const look = async (step: string) => {
    await page.waitForFunction(isQuiet);
    pressed.push(step);
    for (const finding of await page.evaluate(lookAtStep)) findings.push(`after ${step}: ${finding}`);
  };
  const send = async () => {
    for (let form = await page.evaluate(sendNext, { pressed, text: EVIL }); form !== undefined; ) {
      await look(form);
      form = await page.evaluate(sendNext, { pressed, text: EVIL });
    }
  };
  await send();
  const path = await page.evaluate(() => location.pathname);
  for (let name = await page.evaluate(pressNext, pressed); name !== undefined; ) {
    await look(name);
    await send();
    await page.evaluate(closeDialog);
    if ((await page.evaluate(() => location.pathname)) !== path) await open();
    name = await page.evaluate(pressNext, pressed);
  }
  return { pressed, findings };
}

/** Answers each mutation that is no dry run with an error that repeats a hostile text. */
export async function refuseChanges(route: Route): Promise<void> {
  const { query = '', variables } = (route.request().postDataJSON() ?? {}) as {
    query?: string;
    variables?: { dryRun?: boolean };
  };
  if (!query.startsWith('mutation') || variables?.dryRun === true) return route.fallback();
  const error = { message: EVIL, extensions: { code: 'INVALID_INPUT', field: 'input.name' } };
  await route.fulfill({ json: { data: null, errors: [error] } });
}

/** Runs in the page. */
function isQuiet(): boolean {
  return document.querySelector('[aria-busy=true], dialog .waiting') === null;
}

/** Runs in the page: presses the next button whose name is not in the list, and returns its name. Nothing is copied. */
function pressNext(pressed: readonly string[]): string | undefined {
  const nameOf = (button: Element) => (button.getAttribute('aria-label') ?? button.textContent ?? '').slice(0, 40);
  const button = [...document.querySelectorAll<HTMLButtonElement>('main button:enabled:not([type=submit])')].find(
    (one) => one.closest('dialog') === null && !/^Copy/.test(nameOf(one)) && !pressed.includes(nameOf(one)),
  );
  button?.click();
  return button && nameOf(button);
}

/** Runs in the page: fills the next form that is not in the list with the text, sends it, and returns its name. */
function sendNext({ pressed, text }: { pressed: readonly string[]; text: string }): string | undefined {
  const nameOf = (form: Element) => `the form ${form.querySelector('[type=submit]')?.textContent}`;
  const place = document.querySelector('dialog:modal') ?? document.querySelector('main');
  const form = [...(place?.querySelectorAll('form') ?? [])].find((one) => !pressed.includes(nameOf(one)));
  for (const field of form?.querySelectorAll<HTMLInputElement>('input[type=text], input:not([type]), textarea') ?? []) {
    const { prototype } = field.tagName === 'TEXTAREA' ? HTMLTextAreaElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  form?.requestSubmit();
  return form && nameOf(form);
}

/** Runs in the page. */
function closeDialog(): void {
  for (const dialog of document.querySelectorAll('dialog:modal'))
    dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
}

/** Runs in the page. */
function lookAtStep(): string[] {
  const hrefs = [...document.querySelectorAll('a[href]')].map((link) => (link as HTMLAnchorElement).href);
  const wide = [document.documentElement, ...document.querySelectorAll('dialog:modal')].filter(
    (one) => one.scrollWidth > one.clientWidth,
  );
  return [
    ...[...document.querySelectorAll('[data-evil]')].map((element) => `element ${element.tagName}`),
    ...hrefs.filter((href) => !/^(https?|mailto|tel|blob):/.test(href)).map((href) => `link ${href}`),
    ...wide.map((one) => `too wide: ${one.outerHTML.slice(0, 300)}`),
    ...('hacked' in globalThis ? ['a script ran'] : []),
  ];
}
