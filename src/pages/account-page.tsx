import type { Frame } from './frame.js';
import { KeyGlyph } from './marks.js';
import { renderPage } from './page.js';
import { Field, NeedsScript, Status } from './parts.js';

export interface AccountPageProps {
  readonly username: string;
  readonly name?: string | undefined;
  readonly passkeys: readonly AccountPasskey[];
}

export interface AccountPasskey {
  readonly name: string;
  readonly synced: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt?: Date | undefined;
  /** Whether this session was begun with it. */
  readonly current: boolean;
}

export const accountPage = (frame: Frame, { username, name, passkeys }: AccountPageProps): string => {
  const { account: texts } = frame.texts;
  return renderPage(
    frame,
    { title: texts.title, scripts: ['register'], width: 'wide', aside: <SignOut frame={frame} /> },
    <>
      <div class="greeting">
        <h1>{texts.heading(name ?? username)}</h1>
        {name !== undefined && (
          <p class="lead">
            {texts.signedInAs} <strong>{username}</strong>
          </p>
        )}
      </div>
      <section class="card" aria-labelledby="passkeys">
        <h2 id="passkeys">{texts.passkeys}</h2>
        <p class="lead">{texts.passkeysLead}</p>
        <ul class="rows">
          {passkeys.map((passkey, position) => (
            <PasskeyRow key={position} frame={frame} passkey={passkey} />
          ))}
        </ul>
      </section>
      <section class="card" aria-labelledby="add">
        <h2 id="add">{texts.addHeading}</h2>
        <p class="lead">{texts.addLead}</p>
        <AddPasskey frame={frame} />
      </section>
    </>,
  );
};

const SignOut = ({ frame: { texts } }: { frame: Frame }) => (
  <form method="post" action="/account">
    <button type="submit" name="action" value="sign-out" class="button button-quiet">
      {texts.account.signOut}
    </button>
  </form>
);

const PasskeyRow = ({ frame, passkey }: { frame: Frame; passkey: AccountPasskey }) => {
  const { account: texts, lang } = frame.texts;
  const { name, synced, createdAt, lastUsedAt, current } = passkey;
  return (
    <li class="row">
      <span class="row-glyph">
        <KeyGlyph />
      </span>
      <div>
        <p class="row-title">{name}</p>
        <p class="row-detail">
          <span class="tag">{synced ? texts.synced : texts.deviceBound}</span>
          {current && <span class="tag tag-current">{texts.thisOne}</span>}
          <time dateTime={createdAt.toISOString()}>{texts.created(day(lang, createdAt))}</time>
          {lastUsedAt === undefined ? (
            <span>{texts.neverUsed}</span>
          ) : (
            <time dateTime={lastUsedAt.toISOString()}>{texts.lastUsed(day(lang, lastUsedAt))}</time>
          )}
        </p>
      </div>
    </li>
  );
};

const day = (lang: string, instant: Date): string =>
  new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeZone: 'UTC' }).format(instant);

const AddPasskey = ({ frame }: { frame: Frame }) => {
  const { account: texts, register, problems } = frame.texts;
  return (
    <>
      <NeedsScript frame={frame} />
      <form id="ceremony" class="stack" data-messages={JSON.stringify(problems)}>
        <Field
          id="passkey-name"
          label={texts.passkeyName}
          remark={register.optional}
          autocomplete="off"
          maxLength={64}
        />
        <button type="submit" class="button" disabled>
          <KeyGlyph />
          {texts.add}
        </button>
        <Status />
      </form>
    </>
  );
};
