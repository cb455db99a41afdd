import { type ApplicationActivityQuery, DemandPkce } from '../../../generated/applications.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { useMutation } from '../../../parts/mutation.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { screenPath } from '../../../parts/screen-path.js';

type Client = NonNullable<ApplicationActivityQuery['client']>;

/** After this many sign-ins with PKCE and none without, the application certainly sends it. */
const ENOUGH = 20;

export interface WarningsProps {
  readonly client: Client;
  readonly health: NonNullable<Client['health']>;
  readonly onChange: () => void;
}

/** What an administrator should do: replace a secret, or demand PKCE. */
export function Warnings({ client, health, onChange }: WarningsProps) {
  const context = useConsole();
  const { texts } = context;
  const { signIns, signInsWithPkce, signInsWithNeitherPkceNorNonce, secretsExpiringSoon } = health;
  const usesPkce = !client.requirePkce && signInsWithPkce >= ENOUGH && signInsWithPkce === signIns;
  return (
    <>
      {secretsExpiringSoon.map(({ id, hint, expiresAt }) => (
        <p key={id} class="verdict problem">
          {texts.say('applications.secretWarning', { hint, day: texts.day(expiresAt ?? '') })}{' '}
          <a href={screenPath('applications', client.id)}>{texts.say('applications.toSecrets')}</a>
        </p>
      ))}
      {signInsWithNeitherPkceNorNonce > 0 && (
        <p class="verdict problem">
          {texts.say('applications.unprotected', { count: signInsWithNeitherPkceNorNonce })}
        </p>
      )}
      {usesPkce && (
        <div class="verdict">
          <p>{texts.say('applications.pkceText', { count: signInsWithPkce })}</p>
          {isAllowed(context, 'clients:write') && <Demand id={client.id} onChange={onChange} />}
        </div>
      )}
    </>
  );
}

function Demand({ id, onChange }: { readonly id: string; readonly onChange: () => void }) {
  const { texts } = useConsole();
  const say = useNotice();
  const mutation = useMutation(DemandPkce);
  const run = async () => {
    if ((await mutation.run({ id })) === undefined) return;
    say(texts.say('parts.saved'));
    onChange();
  };
  return (
    <>
      <button type="button" disabled={mutation.isRunning} onClick={() => void run()}>
        {texts.say('setting.requirePkce')}
      </button>
      {mutation.error !== undefined && <p role="alert">{mutation.error.message}</p>}
    </>
  );
}
