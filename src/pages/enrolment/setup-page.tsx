import type { ComponentChildren } from 'preact';
import type { Setup } from '../../account/own-setup.js';
import type { Frame } from '../layout/frame.js';
import { renderPage } from '../layout/page.js';
import { CeremonyButton, Field, NeedsScript, Status } from '../layout/parts.js';
import { ceremonyTexts } from '../texts/ceremony-texts.js';
import type { TextKey } from '../texts/texts.js';

export interface SetupPageProps {
  readonly username: string;
  readonly name: string | undefined;
  readonly setup: Setup;
  readonly serverName: string;
  /** The URL of the server. */
  readonly server: string;
  /** The names of the applications that the server knows. */
  readonly catalogue: readonly string[];
  /** Whether the form that the owner just sent named the server. */
  readonly wasNamed?: boolean;
  readonly problem?: 'serverName' | 'tooManyChanges' | undefined;
  /** The name that the owner typed, if the server rejected it. */
  readonly typed?: string;
}

/** The path of this page. The browser opens it after the first passkey of the first owner. */
const PATH = '/account/setup';
/** The command that registers an application of the catalogue. */
const ADD_COMMAND = 'npm run add';
/** The server that the command uses if it names none. */
const DEFAULT_SERVER = 'http://localhost:3000';

/**
 * The page that leads the first owner on: a way back in, the name of the server, the first application. No step depends
 * on another one.
 */
export function setupPage(frame: Frame, props: SetupPageProps): string {
  const { say } = frame.texts;
  return renderPage(
    frame,
    { title: say('setup.title'), scripts: ['register'], width: 'wide' },
    <>
      <div class="greeting" id="account" data-account={props.username}>
        <h1>{say('setup.heading', { name: props.name ?? props.username })}</h1>
        <p class="lead">{say('setup.lead')}</p>
      </div>
      <div class="sections">
        <WayBack frame={frame} isDone={props.setup.hasWayBack} />
        <ServerName frame={frame} {...props} />
        <FirstApplication frame={frame} {...props} />
        <p>
          <a class="button button-quiet" href="/account">
            {say('error.home')}
          </a>
        </p>
      </div>
    </>,
  );
}

interface StepProps {
  readonly frame: Frame;
  readonly id: string;
  readonly heading: TextKey;
  readonly isDone: boolean;
  readonly children: ComponentChildren;
}

function Step({ frame: { texts }, id, heading, isDone, children }: StepProps) {
  return (
    <section class="card" aria-labelledby={id}>
      <div class="step-heading">
        <h2 id={id}>{texts.say(heading)}</h2>
        {isDone && <span class="tag tag-current remark">{texts.say('setup.done')}</span>}
      </div>
      {children}
    </section>
  );
}

function WayBack({ frame, isDone }: { frame: Frame; isDone: boolean }) {
  const { say } = frame.texts;
  if (isDone)
    return (
      <Step frame={frame} id="way-back" heading="setup.wayBack" isDone>
        <p class="lead">{say('setup.wayBackDone')}</p>
      </Step>
    );
  return (
    <Step frame={frame} id="way-back" heading="setup.wayBack" isDone={false}>
      <p class="lead">{say('passkeys.onlyOne')}</p>
      <NeedsScript frame={frame} />
      <form
        id="ceremony"
        class="stack"
        data-messages={ceremonyTexts(frame.texts, { rate_limited: 'problem.tooManyChanges' })}
        data-next={PATH}
      >
        <CeremonyButton label={say('passkeys.add')} tryLabel={say('common.tryPasskey')} />
        <Status />
      </form>
      <form method="post" action="/account" class="stack">
        <input type="hidden" name="from" value="setup" />
        <button type="submit" name="action" value="create-recovery-codes" class="button button-quiet">
          {say('recovery.create')}
        </button>
      </form>
    </Step>
  );
}

function ServerName({ frame, setup, serverName, wasNamed, problem, typed }: SetupPageProps & { frame: Frame }) {
  const { say } = frame.texts;
  const { isDone, isFixed } = setup.name;
  return (
    <Step frame={frame} id="server-name" heading="setup.name" isDone={isDone}>
      <p class="lead">{say('setup.nameLead')}</p>
      {wasNamed && (
        <p class="notice" role="status" tabIndex={-1} autofocus>
          {say('setup.named', { server: serverName })}
        </p>
      )}
      {problem === 'tooManyChanges' && (
        <p class="notice notice-problem" role="alert" tabIndex={-1} autofocus>
          {say('problem.tooManyChanges')}
        </p>
      )}
      {isFixed ? (
        <p>{say('setup.nameFixed', { server: serverName, variable: 'RP_NAME' })}</p>
      ) : (
        <form method="post" action={PATH} class="stack">
          <Field
            id="name"
            label={say('setup.nameLabel')}
            value={typed ?? serverName}
            problem={problem === 'serverName' ? say('setup.nameProblem') : undefined}
            autocomplete="organization"
            maxLength={64}
            required
          />
          <button type="submit" class="button button-quiet">
            {say('passkeys.save')}
          </button>
        </form>
      )}
    </Step>
  );
}

function FirstApplication({ frame, setup, server, catalogue }: SetupPageProps & { frame: Frame }) {
  const { say } = frame.texts;
  return (
    <Step frame={frame} id="application" heading="setup.application" isDone={setup.hasApplication}>
      <p class="lead">{say('setup.applicationLead', { count: catalogue.length })}</p>
      <p>{say('setup.applicationHow', { variable: 'PASSGRAPH_API_KEY' })}</p>
      <p class="codes">
        {server === DEFAULT_SERVER ? (
          <code class="whole">{ADD_COMMAND}</code>
        ) : (
          <code>{`${ADD_COMMAND} -- --server ${server}`}</code>
        )}
      </p>
      <div class="folds">
        <a href="/account#api-keys">{say('apiKeys.heading')}</a>
        <details class="fold">
          <summary>{say('setup.catalogue')}</summary>
          <ul class="fold-content columns">
            {catalogue.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </details>
      </div>
    </Step>
  );
}
