import type { ComponentChildren } from 'preact';
import type { TypedDocument } from '../../../../../packages/admin/src/client/typed-document.js';
import {
  type ApplicationWhyNotQuery,
  EnableApplication,
  MakeApplicationUserLink,
} from '../../../generated/applications.js';
import { ApprovePerson, EnablePerson, GrantAccess } from '../../../generated/records.js';
import { isAllowed, useConsole } from '../../../parts/console-context.js';
import { Copyable, useShownOnce } from '../../../parts/copy.js';
import { useMutation } from '../../../parts/mutation.js';
import { Problem } from '../../../parts/notices/problem.js';
import { screenPath } from '../../../parts/screen-path.js';
import { nameOf } from '../../../records/name-of.js';

type Explanation = ApplicationWhyNotQuery['explainAccess'];

export interface MendProps {
  readonly problem: Explanation['problems'][number];
  readonly user: Explanation['user'];
  readonly clientId: string;
  readonly onDone: () => void;
}

/** The button that removes what keeps a person from an application. */
export function Mend({ problem: { code }, user, clientId, onDone }: MendProps) {
  const context = useConsole();
  const { texts } = context;
  const [link, setLink] = useShownOnce<string>();
  const person = nameOf(user);
  const base = screenPath('applications', clientId);
  switch (code) {
    case 'NO_PERMISSION':
      return isAllowed(context, 'permissions:write') ? (
        <MendButton document={GrantAccess} variables={{ input: { clientId, userId: user.id } }} onDone={onDone}>
          {texts.say('applications.letIn', { person })}
        </MendButton>
      ) : null;
    case 'CLIENT_DISABLED':
      return isAllowed(context, 'clients:write') ? (
        <MendButton document={EnableApplication} variables={{ id: clientId }} onDone={onDone}>
          {texts.say('applications.enable')}
        </MendButton>
      ) : null;
    case 'USER_DISABLED':
      if (!isAllowed(context, 'users:write')) return null;
      return user.awaitsApproval ? (
        <MendButton document={ApprovePerson} variables={{ id: user.id }} onDone={onDone}>
          {texts.say('applications.approve')}
        </MendButton>
      ) : (
        <MendButton document={EnablePerson} variables={{ id: user.id }} onDone={onDone}>
          {texts.say('applications.enablePerson', { person })}
        </MendButton>
      );
    case 'NO_PASSKEY':
      if (link !== undefined)
        return <Copyable label={texts.say('applications.passkeyLink', { person })} value={link} isSecret />;
      return isAllowed(context, 'users:write') ? (
        <MendButton
          document={MakeApplicationUserLink}
          variables={{ userId: user.id }}
          onDone={(data) => setLink(data.createEnrolmentLink.enrolmentLink.url)}
        >
          {texts.say('applications.makeLink')}
        </MendButton>
      ) : null;
    default:
      return <a href={`${base}/settings?all=1`}>{texts.say('applications.openSettings')}</a>;
  }
}

function MendButton<Data, Variables extends object>({
  document,
  variables,
  onDone,
  children,
}: {
  readonly document: TypedDocument<Data, Variables>;
  readonly variables: Variables;
  readonly onDone: (data: Data) => void;
  readonly children: ComponentChildren;
}) {
  const mutation = useMutation(document);
  const run = async () => {
    const data = await mutation.run(variables);
    if (data !== undefined) onDone(data);
  };
  return (
    <>
      <button type="button" class="main" disabled={mutation.isRunning} onClick={() => void run()}>
        {children}
      </button>
      <Problem error={mutation.error} />
    </>
  );
}
