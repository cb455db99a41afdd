import { useConsole } from '../console-context.js';
import { Copyable } from '../copy.js';
import { QrCode } from './qr-code.js';

export interface LinkOnceProps {
  readonly label: string;
  /** For whom the link is, and what it does. */
  readonly text: string;
  readonly link: { readonly url: string; readonly qrCode: string; readonly expiresAt: string };
}

/** A link that the server shows only once: to copy, as a QR code, and with the time until which it works. */
export function LinkOnce({ label, text, link }: LinkOnceProps) {
  const { texts } = useConsole();
  return (
    <div class="link-once">
      <p>{text}</p>
      <Copyable label={label} value={link.url} isSecret />
      <p>{texts.say('parts.linkExpires', { moment: texts.moment(link.expiresAt) })}</p>
      <details>
        <summary>{texts.say('parts.showQrCode')}</summary>
        <QrCode svg={link.qrCode} label={texts.say('parts.qrCode')} />
      </details>
    </div>
  );
}
