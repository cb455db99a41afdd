import type { Frame } from '../layout/frame.js';
import { renderPage } from '../layout/page.js';
import { CeremonyButton, NeedsScript, OtherBrowser, SignOutOrStay, Status } from '../layout/parts.js';
import { SignedInAs } from '../layout/sentence.js';
import { ceremonyTexts } from '../texts/ceremony-texts.js';
import type { TextKey } from '../texts/texts.js';

export interface JoinPageProps {
  /** The code from the URL of the link. */
  readonly code: string;
  /** The states of the link: see `device-link-state.ts`. */
  readonly state: 'OPEN' | 'USED' | 'WAITING' | 'CONFIRMED' | 'REFUSED' | 'TAKEN';
  /** The name of the user whose account the device joins. */
  readonly forWhom: string;
  readonly address: string;
  /** The number that the user types on the device on which the link was made. */
  readonly number?: string | undefined;
  /** The id of a passkey that this device created and that was refused, so that its passkey manager can forget it. */
  readonly unknownPasskey?: string | undefined;
  readonly rpId: string;
}

/** The page on which another device of a signed-in user creates its passkey, and then shows its number. */
export function joinPage(frame: Frame, props: JoinPageProps): string {
  const { say } = frame.texts;
  const { state, forWhom } = props;
  const title = say(TITLES[state]);
  const waits = state === 'USED' || state === 'WAITING';
  const scripts = [...(CREATING.has(state) ? ['register'] : []), ...(waits || state === 'REFUSED' ? ['wait'] : [])];
  return renderPage(
    frame,
    { title, scripts },
    <section class="card">
      <h1>{title}</h1>
      {CREATING.has(state) && <Creation frame={frame} {...props} />}
      {waits && <div id="waiting" data-state={state} data-url={`/join/${props.code}/state`} hidden />}
      {state === 'WAITING' && <Waiting frame={frame} forWhom={forWhom} number={props.number} />}
      {state === 'CONFIRMED' && (
        <>
          <p class="notice">{say('join.doneFor', { name: forWhom })}</p>
          <div class="stack">
            <a class="button" href="/login">
              {say('join.signIn')}
            </a>
          </div>
        </>
      )}
      {state === 'REFUSED' && (
        <p class="lead" id="refused" data-unknown={props.unknownPasskey} data-rp-id={props.rpId}>
          {say('join.refusedLead')}
        </p>
      )}
      {state === 'TAKEN' && <p class="notice notice-problem">{say('join.takenLead')}</p>}
    </section>,
  );
}

const CREATING: ReadonlySet<JoinPageProps['state']> = new Set(['OPEN', 'USED']);

const TITLES: Readonly<Record<JoinPageProps['state'], TextKey>> = {
  OPEN: 'join.title',
  USED: 'join.title',
  WAITING: 'join.waitingTitle',
  CONFIRMED: 'join.doneTitle',
  REFUSED: 'join.refusedTitle',
  TAKEN: 'join.takenTitle',
};

function Creation({ frame, code, forWhom, address }: JoinPageProps & { frame: Frame }) {
  const { say } = frame.texts;
  const messages = ceremonyTexts(frame.texts, { enrolment_invalid: 'join.invalidLead' });
  return (
    <>
      <p class="notice">{say('join.forWhom', { name: forWhom })}</p>
      <p class="lead" id="lead">
        {say('join.lead')}
      </p>
      <NeedsScript frame={frame} />
      <form id="ceremony" class="stack" data-device={code} data-messages={messages}>
        <Status />
        <CeremonyButton label={say('join.button')} tryLabel={say('common.tryPasskey')} />
      </form>
      <OtherBrowser frame={frame} address={address} />
    </>
  );
}

function Waiting({ frame, forWhom, number }: Pick<JoinPageProps, 'forWhom' | 'number'> & { frame: Frame }) {
  const { say } = frame.texts;
  return (
    <>
      <p class="notice">{say('join.forWhom', { name: forWhom })}</p>
      <p class="lead">{say('join.waitingLead')}</p>
      <p class="number">
        <strong>{number}</strong>
      </p>
      <p class="hint" role="status">
        {say('join.waiting')}
      </p>
    </>
  );
}

/** The page of a link that is wrong or cannot be used any more. */
export function invalidJoinPage(frame: Frame): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('join.invalidTitle') },
    <section class="card">
      <h1>{say('join.invalidTitle')}</h1>
      <p class="lead">{say('join.invalidLead')}</p>
      <p class="otherwise">
        <a href="/account">{say('register.signIn')}</a>
      </p>
    </section>,
  );
}

/** The page that the link opens in a browser in which another user is signed in. It asks which account to use. */
export function joinedElsewherePage(
  frame: Frame,
  { code, forWhom, username }: Pick<JoinPageProps, 'code' | 'forWhom'> & { readonly username: string },
): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('enrolment.otherAccountTitle') },
    <section class="card">
      <h1>{say('enrolment.otherAccountTitle')}</h1>
      <SignedInAs texts={frame.texts} username={username} />
      <p class="notice">{say('join.forWhom', { name: forWhom })}</p>
      <p class="lead">{say('join.otherAccountLead')}</p>
      <form method="post" action={`/join/${code}`} class="stack">
        <SignOutOrStay frame={frame} />
      </form>
    </section>,
  );
}
