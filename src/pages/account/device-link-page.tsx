import { countryName, deviceName, type NamedDevice } from '../formatters.js';
import type { Frame } from '../layout/frame.js';
import { renderPage } from '../layout/page.js';
import { CopyButton, Field } from '../layout/parts.js';
import { QrCode } from '../layout/qr-code.js';
import type { TextKey } from '../texts/texts.js';
import { ActionButton, ActionForm } from './account-parts.js';

export interface DeviceLinkPageProps {
  /** `NONE`: the link has expired. The other states are those of the link: see `device-link-state.ts`. */
  readonly state: 'NONE' | 'OPEN' | 'USED' | 'WAITING' | 'REFUSED' | 'WRONG_NUMBER';
  readonly url?: string | undefined;
  /** The device that uses the link. */
  readonly device?: LinkedDevice | undefined;
}

interface LinkedDevice extends NamedDevice {
  readonly address?: string | undefined;
  readonly country?: string | undefined;
}

/**
 * The page with which a signed-in user adds another device. It shows the link, and then asks for the number of the device.
 * It never shows the number: the user must read it from the device itself.
 */
export function deviceLinkPage(frame: Frame, props: DeviceLinkPageProps): string {
  const { say } = frame.texts;
  const { state, url = '', device } = props;
  const title = say(TITLES[state]);
  const isWaiting = state === 'OPEN' || state === 'USED' || state === 'WAITING';
  return renderPage(
    frame,
    { title, scripts: [...(isWaiting ? ['wait'] : []), ...(state === 'OPEN' ? ['keep'] : [])] },
    <section class="card">
      <h1>{title}</h1>
      {isWaiting && <div id="waiting" data-state={state} data-url="/account/device/state" hidden />}
      {state === 'OPEN' && <Link frame={frame} url={url} />}
      {device !== undefined && (state === 'USED' || state === 'WAITING') && <Joining frame={frame} device={device} />}
      {state === 'USED' && (
        <>
          <p class="lead" role="status">
            {say('deviceLink.usedLead')}
          </p>
          <Refuse frame={frame} label="deviceLink.refuse" />
        </>
      )}
      {state === 'WAITING' && <Confirm frame={frame} />}
      {ENDED[state] !== undefined && <Ended frame={frame} lead={ENDED[state]} />}
    </section>,
  );
}

const TITLES: Readonly<Record<DeviceLinkPageProps['state'], TextKey>> = {
  NONE: 'deviceLink.expiredTitle',
  OPEN: 'deviceLink.title',
  USED: 'deviceLink.usedTitle',
  WAITING: 'deviceLink.numberTitle',
  REFUSED: 'deviceLink.refusedTitle',
  WRONG_NUMBER: 'deviceLink.wrongTitle',
};

const ENDED: Partial<Record<DeviceLinkPageProps['state'], TextKey>> = {
  NONE: 'deviceLink.expiredLead',
  REFUSED: 'deviceLink.refusedLead',
  WRONG_NUMBER: 'deviceLink.wrongLead',
};

function Link({ frame, url }: { frame: Frame; url: string }) {
  const { say } = frame.texts;
  return (
    <>
      <p class="lead">{say('deviceLink.lead')}</p>
      <QrCode url={url} label={say('deviceLink.qrCode')} />
      <p>{say('deviceLink.orOpen')}</p>
      <p id="kept" class="codes">
        <code>{url}</code>
      </p>
      <CopyButton frame={frame} isQuiet />
      <p class="status" id="status" role="status" aria-live="polite" />
      <p class="hint">{say('deviceLink.private')}</p>
      <Refuse frame={frame} label="deviceLink.cancel" />
    </>
  );
}

/** The device that uses the link, as far as the server knows. A device can claim to be another one. */
function Joining({ frame: { texts }, device }: { frame: Frame; device: LinkedDevice }) {
  const { address, country } = device;
  const place = [
    ...(country === undefined ? [] : [countryName(texts.lang, country)]),
    ...(address === undefined ? [] : [texts.say('sessions.address', { address })]),
  ];
  return (
    <div class="notice notice-advice">
      <p>
        <strong>{deviceName(texts, device) ?? texts.say('sessions.unknownDevice')}</strong>
      </p>
      {place.length > 0 && <p>{place.join(' · ')}</p>}
    </div>
  );
}

function Confirm({ frame }: { frame: Frame }) {
  const { say } = frame.texts;
  return (
    <>
      <p class="lead">{say('deviceLink.numberLead')}</p>
      <form method="post" action="/account" class="stack">
        <Field
          id="number"
          label={say('deviceLink.number')}
          autocomplete="off"
          inputMode="numeric"
          required
          maxLength={2}
          kind="identifier"
        />
        <button type="submit" name="action" value="confirm-device" class="button">
          {say('deviceLink.confirm')}
        </button>
      </form>
      <p>{say('deviceLink.numberElse')}</p>
      <Refuse frame={frame} label="deviceLink.refuse" />
    </>
  );
}

function Refuse({ frame, label }: { frame: Frame; label: 'deviceLink.refuse' | 'deviceLink.cancel' }) {
  return (
    <ActionForm>
      <ActionButton action="refuse-device">{frame.texts.say(label)}</ActionButton>
    </ActionForm>
  );
}

function Ended({ frame, lead }: { frame: Frame; lead: TextKey }) {
  const { say } = frame.texts;
  return (
    <>
      <p class="lead">{say(lead)}</p>
      <form method="post" action="/account" class="stack">
        <button type="submit" name="action" value="add-device" class="button">
          {say('deviceLink.again')}
        </button>
        <a class="button button-quiet" href="/account">
          {say('deviceLink.back')}
        </a>
      </form>
    </>
  );
}
