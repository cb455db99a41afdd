import type { Frame } from '../layout/frame.js';
import { renderPage } from '../layout/page.js';
import { Field } from '../layout/parts.js';
import { Sentence } from '../layout/sentence.js';

export interface DevicePageProps {
  /** The code that the user typed, if the server did not accept it. */
  readonly userCode?: string | undefined;
  /**
   * Whether the URL contains a code. The user still has to type the code that the device shows, because an attacker may
   * have sent the link.
   */
  readonly fromLink?: boolean;
  /** Whether the code that the user typed belongs to no device. */
  readonly unknown: boolean;
}

const EXAMPLE = 'BCDF-GHJK';

/**
 * The page on which the user enters the code that a device shows (RFC 8628 §3.3). A code in the URL is not filled in:
 * an attacker may have sent the link (§5.4).
 */
export function devicePage(frame: Frame, { userCode, fromLink = false, unknown }: DevicePageProps): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('device.title') },
    <section class="card">
      <h1>{say('device.heading')}</h1>
      <p class="lead">{say('device.lead')}</p>
      {fromLink && <p class="notice notice-advice">{say('device.fromLink')}</p>}
      <form method="post" action="/device" class="stack">
        <Field
          id="user_code"
          label={say('device.code')}
          hint={
            <Sentence text={(example) => say('device.codeHint', { example })}>
              <code class="whole">{EXAMPLE}</code>
            </Sentence>
          }
          value={userCode}
          problem={unknown ? say('device.unknown') : undefined}
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

/** The page that the user sees after allowing or denying the access of a device. The device continues by itself. */
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
