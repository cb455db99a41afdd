import type { Frame } from './layout/frame.js';
import { renderPage } from './layout/page.js';
import { Field } from './layout/parts.js';

export interface DevicePageProps {
  /** What was typed, or came with the address. */
  readonly userCode: string | undefined;
  /** No device shows that code. */
  readonly unknown: boolean;
}

/** Asks for the code that a device shows (RFC 8628 §3.3); even one that came with the address is confirmed (§5.4). */
export function devicePage(frame: Frame, { userCode, unknown }: DevicePageProps): string {
  const { device: texts } = frame.texts;
  return renderPage(
    frame,
    { title: texts.title },
    <section class="card">
      <h1>{texts.heading}</h1>
      <p class="lead">{texts.lead}</p>
      {unknown && (
        <p class="notice notice-problem" role="alert">
          {texts.unknown}
        </p>
      )}
      <form method="post" action="/device" class="stack">
        <Field
          id="user_code"
          label={texts.code}
          hint={texts.codeHint}
          value={userCode}
          autocomplete="off"
          required
          maxLength={20}
          kind="identifier"
        />
        <p class="hint">{texts.warning}</p>
        <button type="submit" class="button">
          {texts.button}
        </button>
      </form>
    </section>,
  );
}

/** After the answer: the device goes on by itself. */
export function deviceDonePage(frame: Frame, decision: 'allowed' | 'denied'): string {
  const { device: texts } = frame.texts;
  const title = decision === 'allowed' ? texts.allowedTitle : texts.deniedTitle;
  return renderPage(
    frame,
    { title },
    <section class="card">
      <h1>{title}</h1>
      <p class="lead">{decision === 'allowed' ? texts.allowedLead : texts.deniedLead}</p>
    </section>,
  );
}
