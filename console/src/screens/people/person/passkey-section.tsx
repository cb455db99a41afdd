import { useState } from 'preact/hooks';
import { RemovePasskey, RevokeEnrolmentLink } from '../../../generated/people.js';
import { useConsole } from '../../../parts/console-context.js';
import { TakeAway } from '../../../parts/dialogs/take-away.js';
import { Table } from '../../../parts/list/table.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { Section } from '../../../parts/page.js';
import { nameOf } from '../../../records/name-of.js';
import { lastExpiry } from '../last-expiry.js';
import { ResetAccess } from '../reset-access.js';
import type { PersonData, PersonSectionProps } from './person-data.js';
import { RenamePasskey } from './rename-passkey.js';

/** The passkeys of the person, the links with which the person can create one, and a new link. */
export function PasskeySection({ person, mayChange, onChanged }: PersonSectionProps) {
  const { texts } = useConsole();
  const [isResetting, setResetting] = useState(false);
  const { passkeys, enrolmentLinks, recoveryCodesLeft } = person;
  const hasPasskeys = passkeys.length > 0;
  const until = lastExpiry(enrolmentLinks);
  const canHaveLink = person.status !== 'DISABLED' && person.status !== 'AWAITS_APPROVAL';
  const reset = (
    <button
      type="button"
      class={hasPasskeys || until !== undefined ? undefined : 'main'}
      onClick={() => setResetting(true)}
    >
      {texts.say(hasPasskeys ? 'people.resetAccess' : 'people.newLink')}
    </button>
  );
  const withoutPasskeys =
    until === undefined
      ? texts.say('people.noPasskeysText')
      : texts.say('people.linkWaits', { moment: texts.moment(until) });
  return (
    <Section
      title={texts.say('people.passkeys')}
      text={hasPasskeys ? texts.say('people.passkeysText') : withoutPasskeys}
      actions={mayChange && canHaveLink ? reset : undefined}
    >
      {hasPasskeys && <Passkeys person={person} mayChange={mayChange} onChanged={onChanged} />}
      {hasPasskeys && <p class="hint">{texts.say('people.recoveryCodes', { count: recoveryCodesLeft })}</p>}
      {enrolmentLinks.length > 0 && <EnrolmentLinks person={person} mayChange={mayChange} onChanged={onChanged} />}
      {isResetting && (
        <ResetAccess
          person={person}
          onClose={() => {
            setResetting(false);
            onChanged();
          }}
        />
      )}
    </Section>
  );
}

type Passkey = PersonData['passkeys'][number];

function Passkeys({ person, mayChange, onChanged }: PersonSectionProps) {
  const { texts } = useConsole();
  const notice = useNotice();
  return (
    <Table
      rows={person.passkeys}
      rowKey={({ id }) => id}
      columns={[
        {
          name: texts.say('people.name'),
          isHeader: true,
          cell: ({ name, authenticator }) => (
            <>
              {name}
              {authenticator !== null && authenticator !== name && <small>{authenticator}</small>}
            </>
          ),
        },
        { name: texts.say('people.passkeyKind'), cell: (passkey) => texts.say(kindOf(passkey)) },
        { name: texts.say('people.passkeyCreated'), cell: ({ createdAt }) => texts.moment(createdAt) },
        {
          name: texts.say('parts.lastUsed'),
          cell: ({ lastUsedAt }) => (lastUsedAt === null ? texts.say('people.usedToCreate') : texts.moment(lastUsedAt)),
        },
        ...(mayChange
          ? [
              {
                name: texts.say('parts.actions'),
                cell: ({ id, name }: Passkey) => (
                  <span class="actions">
                    <RenamePasskey passkey={{ id, name }} onRenamed={onChanged} />
                    <TakeAway
                      label={texts.say('people.remove')}
                      title={texts.say('people.removePasskeyTitle', { name })}
                      text={texts.say(
                        person.passkeys.length === 1 ? 'people.removeLastPasskeyText' : 'people.removePasskeyText',
                      )}
                      confirmLabel={texts.say('people.removePasskey')}
                      document={RemovePasskey}
                      variables={{ id }}
                      effects={({ deletePasskey }) => deletePasskey.effects}
                      onDone={() => {
                        notice(texts.say('people.passkeyRemoved'));
                        onChanged();
                      }}
                    />
                  </span>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

function kindOf({ backedUp, backupEligible }: Passkey) {
  if (!backupEligible) return 'people.onOneDevice';
  return backedUp ? 'people.synced' : 'people.canSync';
}

function EnrolmentLinks({ person, mayChange, onChanged }: PersonSectionProps) {
  const { texts } = useConsole();
  const notice = useNotice();
  return (
    <>
      <h3>{texts.say('people.openLinks')}</h3>
      <ul class="rows">
        {person.enrolmentLinks.map(({ id, createdAt, expiresAt, maker: { user, kind } }) => (
          <li key={id}>
            <span>
              {texts.say('people.linkUntil', { moment: texts.moment(expiresAt) })}
              <small>
                {texts.say('people.linkMadeBy', {
                  moment: texts.moment(createdAt),
                  maker: user === null ? texts.say(`people.maker.${kind}`) : nameOf(user),
                })}
              </small>
            </span>
            {mayChange && (
              <TakeAway
                label={texts.say('people.revoke')}
                title={texts.say('people.revokeLinkTitle')}
                confirmLabel={texts.say('people.revokeLink')}
                document={RevokeEnrolmentLink}
                variables={{ id }}
                effects={({ revokeEnrolmentLink }) => revokeEnrolmentLink.effects}
                onDone={() => {
                  notice(texts.say('people.linkRevoked'));
                  onChanged();
                }}
              />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
