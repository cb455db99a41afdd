import type { Frame } from './layout/frame.js';
import { renderPage } from './layout/page.js';
import { Field } from './layout/parts.js';

export interface DevicePageProps {
  /** The code that the user typed, or the code in the URL. */
  readonly userCode: string | undefined;
  /** No device has this code. */
  readonly unknown: boolean;
}

/** Asks for the code on the device (RFC 8628 §3.3). The user confirms a code from the URL too (§5.4). */
export function devicePage(frame: Frame, { userCode, unknown }: DevicePageProps): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('device.title') },
    <section class="card">
      <h1>{say('device.heading')}</h1>
      <p class="lead">{say('device.lead')}</p>
      {unknown && (
        <p class="notice notice-problem" role="alert">
          {say('device.unknown')}
        </p>
      )}
      <form method="post" action="/device" class="stack">
        <Field
          id="user_code"
          label={say('device.code')}
          hint={say('device.codeHint')}
          value={userCode}
          autocomplete="off"
          required
          maxLength={20}
          kind="identifier"
        />
        <p class="hint">{say('device.warning')}</p>
        <button type="submit" class="button">
          {say('device.button')}
        </button>
      </form>
    </section>,
  );
}

/** Shown after the user has decided. The device continues by itself. */
export function deviceDonePage(frame: Frame, decision: 'allowed' | 'denied'): string {
  const { say } = frame.texts;
  const title = say(`device.${decision}Title`);
  return renderPage(
    frame,
    { title },
    <section class="card">
      <h1>{title}</h1>
      <p class="lead">{say(`device.${decision}Lead`)}</p>
    </section>,
  );
}
