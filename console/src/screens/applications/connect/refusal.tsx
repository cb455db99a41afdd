import { type ShownEvent, textIn } from '../../../events/shown-event.js';
import { isUnknownRedirect } from '../../../events/why.js';
import { AddRedirectUri, ApplicationRedirectUris } from '../../../generated/applications.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { useMutation } from '../../../parts/mutation.js';
import { Problem } from '../../../parts/notices/problem.js';
import { useNotice } from '../../../parts/notices/use-notice.js';
import { screenPath } from '../../../parts/screen-path.js';
import { reasonInWords } from '../refusals.js';
import { originOf } from '../web-address.js';
import type { TestedClient } from './tested-client.js';

/** Why a request of the application was refused, and what to do. */
export function Refusal({ client, event }: { readonly client: TestedClient; readonly event: ShownEvent }) {
  const context = useConsole();
  const { texts } = context;
  const description = textIn(event.detail, 'description');
  const redirectUri = textIn(event.detail, 'redirectUri');
  const base = screenPath('applications', client.id);
  const isWrongSecret = event.detail.reason === 'wrong_secret';
  return (
    <>
      <p>{reasonInWords(texts, event)}</p>
      {isWrongSecret && <p>{texts.say('applications.secretAgain', { name: client.name })}</p>}
      {isWrongSecret && isAllowed(context, 'clients:write') && (
        <p>
          <a href={`${base}?secret=new`}>{texts.say('applications.newSecret')}</a>
        </p>
      )}
      {description !== undefined && !isWrongSecret && (
        <p class="hint" lang="en">
          {description}
        </p>
      )}
      {event.type === 'ACCESS_DENIED' && event.userId !== null && (
        <p>
          <a href={`${base}/access?person=${encodeURIComponent(event.userId)}`}>
            {texts.say('applications.whyNotLink')}
          </a>
        </p>
      )}
      {isUnknownRedirect(event) && redirectUri !== undefined && (
        <UnknownRedirect client={client} redirectUri={redirectUri} />
      )}
    </>
  );
}

/**
 * Anyone can send a request with any redirect URI in the name of the client. So the button is offered only for the
 * address of the application itself.
 */
function UnknownRedirect({ client, redirectUri }: { readonly client: TestedClient; readonly redirectUri: string }) {
  const context = useConsole();
  const { texts } = context;
  const say = useNotice();
  const reading = useMutation(ApplicationRedirectUris);
  const mutation = useMutation(AddRedirectUri);
  const own = [client.clientUri, client.initiateLoginUri, ...client.redirectUris].map(originOf);
  const isOwn = originOf(redirectUri) !== undefined && own.includes(originOf(redirectUri));
  const add = async () => {
    const present = await reading.run({ id: client.id });
    if (present === undefined) return;
    const redirectUris = [...(present.client?.redirectUris ?? []), redirectUri];
    if ((await mutation.run({ id: client.id, redirectUris })) !== undefined)
      say(texts.say('applications.redirectAdded'));
  };
  return (
    <>
      <p>
        <code>{redirectUri}</code>
      </p>
      {isOwn && isAllowed(context, 'clients:write') && (
        <button type="button" disabled={reading.isRunning || mutation.isRunning} onClick={() => void add()}>
          {texts.say('applications.addRedirect')}
        </button>
      )}
      <Problem error={reading.error ?? mutation.error} />
    </>
  );
}
