import type { Frame } from './layout/frame.js';
import { renderPage } from './layout/page.js';
import { Field } from './layout/parts.js';

export interface DevicePageProps {
  /** The code with which the form is filled in: the code from the URL, or the code that the user typed before. */
  readonly userCode: string | undefined;
  /** Whether no device has the code that the user typed. */
  readonly unknown: boolean;
}

/**
 * The page on which the user enters the code that a device shows (RFC 8628 §3.3). If the code is in the URL, the user
 * still has to confirm it (§5.4).
 */
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

/** The page after the user has allowed or denied the access of a device. The device continues on its own. */
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
