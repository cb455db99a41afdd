import type { Frame } from '../layout/frame.js';
import { CeremonyButton, Field, NeedsScript, Status } from '../layout/parts.js';
import { ceremonyTexts } from '../texts/ceremony-texts.js';
import { ActionButton, ActionForm, Day, Fold, KeyRow, Section, type SectionFrame } from './account-parts.js';

export interface AccountPasskey {
  readonly id: string;
  readonly name: string;
  /**
   * The name of the product that stores the passkey, for example a password manager. Missing if the product is unknown
   * or has the same name as the passkey.
   */
  readonly authenticator?: string | undefined;
  readonly synced: boolean;
  /**
   * When the passkey began to be synced to other devices. Missing if the passkey is not synced, was synced from the
   * start, or has been synced for long.
   */
  readonly nowSynced?: Date | undefined;
  readonly createdAt: Date;
  readonly lastUsedAt?: Date | undefined;
  /** Whether the user signed in to the current session with this passkey. */
  readonly current: boolean;
  /** Whether the passkey is new and the user has not changed the name that the server proposed. */
  readonly proposed: boolean;
}

interface PasskeysProps {
  readonly of: SectionFrame;
  readonly passkeys: readonly AccountPasskey[];
  readonly codesLeft: number;
  /** Whether the user has API keys, which stay valid without the passkey. */
  readonly hasApiKeys: boolean;
}

export function Passkeys({ of, passkeys, codesLeft, hasApiKeys }: PasskeysProps) {
  const { say } = of.frame.texts;
  return (
    <Section of={of} id="passkeys" heading="passkeys.heading" lead="passkeys.lead">
      {passkeys.length <= 1 && codesLeft === 0 && <p class="notice notice-advice">{say('passkeys.onlyOne')}</p>}
      <ul class="rows">
        {passkeys.map((passkey, position) => (
          <PasskeyRow
            key={passkey.id}
            of={of}
            passkey={passkey}
            position={position}
            isOnly={passkeys.length === 1}
            hasApiKeys={hasApiKeys}
          />
        ))}
      </ul>
      <div class="further">
        <h3>{say('passkeys.addHeading')}</h3>
        <p class="lead">{say('passkeys.addLead')}</p>
        <AddPasskey frame={of.frame} />
      </div>
      <div class="further">
        <h3>{say('passkeys.addDeviceHeading')}</h3>
        <p class="lead">{say('passkeys.addDeviceLead')}</p>
        <ActionForm>
          <ActionButton action="add-device">{say('passkeys.addDevice')}</ActionButton>
        </ActionForm>
      </div>
    </Section>
  );
}

interface PasskeyRowProps {
  readonly of: SectionFrame;
  readonly passkey: AccountPasskey;
  readonly position: number;
  /** Whether this is the user's only passkey. */
  readonly isOnly: boolean;
  readonly hasApiKeys: boolean;
}

function PasskeyRow({ of, passkey, position, isOnly, hasApiKeys }: PasskeyRowProps) {
  const { say } = of.frame.texts;
  const { name, authenticator, synced, nowSynced, createdAt, lastUsedAt, current } = passkey;
  const title = `passkey-${position}`;
  return (
    <KeyRow title={title} name={name}>
      <p class="row-detail">
        {authenticator !== undefined && <span>{authenticator}</span>}
        <span class="tag">{say(synced ? 'passkeys.synced' : 'passkeys.deviceBound')}</span>
        {current && <span class="tag tag-current">{say('passkeys.current')}</span>}
        <Day of={of} at={createdAt} text="passkeys.created" />
        {lastUsedAt !== undefined && <Day of={of} at={lastUsedAt} text="passkeys.lastUsed" />}
        {/* The passkey of the current session has been used, even if `lastUsedAt` is not set yet. */}
        {lastUsedAt === undefined && !current && <span>{say('passkeys.neverUsed')}</span>}
      </p>
      {nowSynced !== undefined && (
        <p class="notice notice-advice">
          <Day of={of} at={nowSynced} text="passkeys.nowSynced" />
        </p>
      )}
      <div class="folds">
        <Rename of={of} passkey={passkey} title={title} />
        <Fold label={say('passkeys.remove')} about={title}>
          {current ? (
            <KeptPasskey of={of} isOnly={isOnly} />
          ) : (
            <ActionForm target={['passkey', passkey.id]}>
              <p>{say('passkeys.removeLead')}</p>
              {hasApiKeys && <p>{say('passkeys.apiKeysStay')}</p>}
              <ActionButton action="remove-passkey" about={title}>
                {say('passkeys.removeButton')}
              </ActionButton>
            </ActionForm>
          )}
        </Fold>
      </div>
    </KeyRow>
  );
}

/**
 * Explains why the passkey of the current session cannot be removed. If the user has another passkey, links to a page
 * for signing in with that passkey.
 */
function KeptPasskey({ of, isOnly }: { of: SectionFrame; isOnly: boolean }) {
  const { say } = of.frame.texts;
  if (isOnly) return <p>{say('problem.lastPasskey')}</p>;
  return (
    <>
      <p>{say('problem.passkeyInUse')}</p>
      <p>
        <a href="/login?again=passkeys">{say('passkeys.useAnother')}</a>
      </p>
    </>
  );
}

/**
 * The form with which the user renames a passkey. It is open for a new passkey, unless the user has just renamed that
 * passkey.
 */
function Rename({ of, passkey, title }: { of: SectionFrame; passkey: AccountPasskey; title: string }) {
  const { say } = of.frame.texts;
  const isProposed = passkey.proposed && !wasRenamed(of);
  return (
    <Fold label={say('passkeys.rename')} about={title} open={isProposed}>
      <ActionForm target={['passkey', passkey.id]}>
        {isProposed && <p>{say('passkeys.proposedName')}</p>}
        <Field
          id={`${title}-name`}
          name="name"
          label={say('passkeys.newName')}
          value={passkey.name}
          autocomplete="off"
          maxLength={64}
        />
        <ActionButton action="rename-passkey">{say('passkeys.save')}</ActionButton>
      </ActionForm>
    </Fold>
  );
}

function wasRenamed({ outcome }: SectionFrame): boolean {
  return outcome !== undefined && 'done' in outcome && outcome.done === 'passkeyRenamed';
}

function AddPasskey({ frame }: { frame: Frame }) {
  return (
    <>
      <NeedsScript frame={frame} />
      <form
        id="ceremony"
        class="stack"
        data-messages={ceremonyTexts(frame.texts, { rate_limited: 'problem.tooManyChanges' })}
      >
        <CeremonyButton label={frame.texts.say('passkeys.add')} tryLabel={frame.texts.say('common.tryPasskey')} />
        <Status />
      </form>
    </>
  );
}
