import type { Frame } from '../layout/frame.js';
import { KeyGlyph } from '../layout/marks.js';
import { Field, NeedsScript, Status } from '../layout/parts.js';
import { ActionButton, ActionForm, Day, Fold, Section, type SectionFrame } from './account-parts.js';

export interface AccountPasskey {
  readonly id: string;
  readonly name: string;
  /** Whose keeping it is in, where that is known and its name does not say so. */
  readonly authenticator?: string | undefined;
  readonly synced: boolean;
  readonly createdAt: Date;
  readonly lastUsedAt?: Date | undefined;
  /** Whether this session was begun with it. */
  readonly current: boolean;
  /** Whether it has just been made, and is called what was proposed. */
  readonly proposed: boolean;
}

interface PasskeysProps {
  readonly of: SectionFrame;
  readonly passkeys: readonly AccountPasskey[];
  readonly codesLeft: number;
}

export function Passkeys({ of, passkeys, codesLeft }: PasskeysProps) {
  const { account: texts, ownAccount } = of.frame.texts;
  return (
    <Section of={of} id="passkeys" heading={texts.passkeys} lead={texts.passkeysLead}>
      {passkeys.length <= 1 && codesLeft === 0 && <p class="notice notice-advice">{ownAccount.passkeys.onlyOne}</p>}
      <ul class="rows">
        {passkeys.map((passkey, position) => (
          <PasskeyRow key={passkey.id} of={of} passkey={passkey} position={position} />
        ))}
      </ul>
      <div class="further">
        <h3>{texts.addHeading}</h3>
        <p class="lead">{texts.addLead}</p>
        <AddPasskey frame={of.frame} />
      </div>
    </Section>
  );
}

interface PasskeyRowProps {
  readonly of: SectionFrame;
  readonly passkey: AccountPasskey;
  readonly position: number;
}

function PasskeyRow({ of, passkey, position }: PasskeyRowProps) {
  const { account: texts, ownAccount } = of.frame.texts;
  const { id, name, authenticator, synced, createdAt, lastUsedAt, current } = passkey;
  const isProposed = passkey.proposed && !wasRenamed(of);
  const title = `passkey-${position}`;
  return (
    <li class="row">
      <span class="row-glyph">
        <KeyGlyph />
      </span>
      <div class="row-body">
        <p class="row-title" id={title}>
          {name}
        </p>
        <p class="row-detail">
          {authenticator !== undefined && <span>{authenticator}</span>}
          <span class="tag">{synced ? texts.synced : texts.deviceBound}</span>
          {current && <span class="tag tag-current">{texts.thisOne}</span>}
          <Day of={of} at={createdAt} say={texts.created} />
          {lastUsedAt !== undefined && <Day of={of} at={lastUsedAt} say={texts.lastUsed} />}
          {/* One that was made in this session is in use, though nobody signed in with it yet. */}
          {lastUsedAt === undefined && !current && <span>{texts.neverUsed}</span>}
        </p>
        <div class="folds">
          <Fold label={ownAccount.passkeys.rename} about={title} open={isProposed}>
            <ActionForm target={['passkey', id]}>
              {isProposed && <p>{ownAccount.passkeys.proposedName}</p>}
              <Field
                id={`${title}-name`}
                name="name"
                label={ownAccount.passkeys.newName}
                value={name}
                autocomplete="off"
                maxLength={64}
              />
              <ActionButton action="rename-passkey">{ownAccount.passkeys.save}</ActionButton>
            </ActionForm>
          </Fold>
          <Fold label={ownAccount.passkeys.remove} about={title}>
            <ActionForm target={['passkey', id]}>
              <p>{ownAccount.passkeys.removeLead}</p>
              <ActionButton action="remove-passkey" about={title}>
                {ownAccount.passkeys.removeButton}
              </ActionButton>
            </ActionForm>
          </Fold>
        </div>
      </div>
    </li>
  );
}

/** Whoever has just said how a passkey is called is not asked once more. */
function wasRenamed({ outcome }: SectionFrame): boolean {
  return outcome !== undefined && 'done' in outcome && outcome.done === 'passkeyRenamed';
}

function AddPasskey({ frame }: { frame: Frame }) {
  const { account: texts, problems } = frame.texts;
  return (
    <>
      <NeedsScript frame={frame} />
      <form id="ceremony" class="stack" data-messages={JSON.stringify(problems)}>
        <button type="submit" class="button" disabled>
          <KeyGlyph />
          {texts.add}
        </button>
        <Status />
      </form>
    </>
  );
}
