import { useState } from 'preact/hooks';
import { type IssuerQuery, RotateSigningKey } from '../../generated/issuers.js';
import { useConsole } from '../../parts/console-context.js';
import { Confirm } from '../../parts/dialogs/confirm.js';
import { Table } from '../../parts/list/table.js';
import { useMutation } from '../../parts/mutation.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { Badge, Section } from '../../parts/page.js';

type OneIssuer = NonNullable<IssuerQuery['issuer']>;
type SigningKey = OneIssuer['signingKeys'][number];

export interface SigningKeysProps {
  readonly issuer: OneIssuer;
  readonly mayChange: boolean;
  readonly reload: () => void;
}

const TONES = { ACTIVE: 'good', NEXT: 'plain', RETIRED: 'plain' } as const;

export function SigningKeys({ issuer: { id, signingKeys }, mayChange, reload }: SigningKeysProps) {
  const { texts } = useConsole();
  const columns = [
    {
      name: texts.say('issuers.algorithm'),
      isHeader: true,
      cell: ({ alg, kid }: SigningKey) => (
        <>
          {alg}
          <small>
            <code>{kid}</code>
          </small>
        </>
      ),
    },
    {
      name: texts.say('issuers.state'),
      cell: ({ status }: SigningKey) => <Badge tone={TONES[status]}>{texts.say(`issuers.state.${status}`)}</Badge>,
    },
    { name: texts.say('issuers.since'), cell: (key: SigningKey) => <Age signingKey={key} /> },
  ];
  const actions = {
    name: texts.say('parts.actions'),
    cell: ({ alg, status }: SigningKey) =>
      status === 'ACTIVE' && (
        <div class="actions">
          <Replace issuerId={id} alg={alg} isCompromised={false} reload={reload} />
          <Replace issuerId={id} alg={alg} isCompromised reload={reload} />
        </div>
      ),
  };
  return (
    <Section title={texts.say('issuers.keys')} text={texts.say('issuers.keysText')}>
      <Table columns={mayChange ? [...columns, actions] : columns} rows={signingKeys} rowKey={({ kid }) => kid} />
    </Section>
  );
}

function Age({ signingKey: { createdAt, activeFrom, retiredAt } }: { readonly signingKey: SigningKey }) {
  const { texts } = useConsole();
  return (
    <>
      {texts.say('issuers.createdAt', { day: texts.day(createdAt) })}
      {activeFrom !== null && <small>{texts.say('issuers.activeFrom', { day: texts.day(activeFrom) })}</small>}
      {retiredAt !== null && <small>{texts.say('issuers.retiredAt', { day: texts.day(retiredAt) })}</small>}
    </>
  );
}

interface ReplaceProps {
  readonly issuerId: string;
  readonly alg: SigningKey['alg'];
  readonly isCompromised: boolean;
  readonly reload: () => void;
}

/**
 * Replaces a signing key. Revoking ends tokens that the server does not store, so it cannot count them: the dialog says
 * in words what ends.
 */
function Replace({ issuerId, alg, isCompromised, reload }: ReplaceProps) {
  const { texts } = useConsole();
  const notify = useNotice();
  const rotate = useMutation(RotateSigningKey);
  const [isOpen, setOpen] = useState(false);
  const word = isCompromised ? 'revoke' : 'rotate';

  async function confirm(): Promise<void> {
    const data = await rotate.run({ input: { issuerId, alg, compromised: isCompromised } });
    if (data === undefined) return;
    setOpen(false);
    notify(texts.say(isCompromised ? 'issuers.revoked' : 'issuers.rotated'));
    reload();
  }
  return (
    <>
      <button type="button" class={isCompromised ? 'danger' : ''} onClick={() => setOpen(true)}>
        {texts.say(`issuers.${word}`)}
      </button>
      {isOpen && (
        <Confirm
          title={texts.say(`issuers.${word}Title`, { alg })}
          confirmLabel={texts.say(`issuers.${word}Confirm`)}
          isDangerous={isCompromised}
          isDisabled={rotate.isRunning}
          error={rotate.error?.code === 'CONFLICT' ? { message: texts.say('issuers.tooEarly') } : rotate.error}
          onConfirm={confirm}
          onClose={() => setOpen(false)}
        >
          <p>{texts.say(`issuers.${word}Text`)}</p>
          {isCompromised && <WhatEnds />}
        </Confirm>
      )}
    </>
  );
}

function WhatEnds() {
  const { texts } = useConsole();
  return (
    <div class="effects">
      <p>{texts.say('effects.title')}</p>
      <ul>
        <li>{texts.say('issuers.revokeTokens')}</li>
        <li>{texts.say('issuers.revokeApplications')}</li>
      </ul>
      <p class="hint">{texts.say('issuers.revokeNothing')}</p>
    </div>
  );
}
