import { useEffect } from 'preact/hooks';
import type { CreatedClientFragment, TemplateFragment } from '../../../generated/applications.js';
import { useConsole } from '../../../parts/console-context.js';
import { Copyable } from '../../../parts/copy.js';
import { ScreenTitle, Section } from '../../../parts/page.js';
import { screenPath } from '../../../parts/screen-path.js';
import { ClaimsSection } from '../connect/claims.js';
import { TestSignIn } from '../connect/test-sign-in.js';
import { type Values, ValuesToPaste } from '../connect/values-to-paste.js';
import { RoleGroups } from './role-groups.js';

export interface CreatedProps {
  readonly client: CreatedClientFragment;
  readonly clientSecret: string | null;
  readonly productName?: string;
  readonly values?: Values;
  readonly template?: TemplateFragment;
  /** The values that were entered for the template. */
  readonly given?: Readonly<Record<string, string>>;
  /** Why those who were chosen have no access yet. */
  readonly problem: string | undefined;
}

/** What follows: the secret, what to enter in the application, a test, and the claims. */
export function Created({ client, clientSecret, productName, values, template, given = {}, problem }: CreatedProps) {
  const { texts } = useConsole();
  const href = screenPath('applications', client.id);
  const issuer = client.issuer?.url ?? '';
  // Loading the page again must not show the empty form, which would add the application a second time.
  useEffect(() => history.replaceState(null, '', href), [href]);
  const isOidc = client.integrations.includes('OIDC');
  const signsIn = !isOidc || client.grantTypes.some((one) => one === 'AUTHORIZATION_CODE' || one === 'DEVICE_CODE');
  return (
    <>
      <ScreenTitle
        title={texts.say('applications.added', { name: client.name })}
        back={{ href: '/console/applications', label: texts.say('shell.applications') }}
        actions={
          <a class="button" href={href}>
            {texts.say('applications.open', { name: client.name })}
          </a>
        }
      />
      {problem !== undefined && (
        <p class="problem" role="alert">
          {texts.say('applications.accessNotGiven', { problem })}{' '}
          <a href={`${href}/access`}>{texts.say('applications.access')}</a>
        </p>
      )}
      <div class="columns">
        <div>
          <Section
            title={texts.say('applications.values')}
            text={texts.say('applications.enterText', { name: productName ?? client.name })}
          >
            {clientSecret !== null && (
              <Copyable label={texts.say('applications.secret')} value={clientSecret} isSecret />
            )}
            {values === undefined ? (
              <>
                {isOidc && <Copyable label={texts.say('applications.issuer')} value={issuer} />}
                <Copyable label={texts.say('applications.clientId')} value={client.id} />
                <p>
                  <a href={href}>{texts.say('applications.moreAddresses')}</a>
                </p>
              </>
            ) : (
              <ValuesToPaste name={productName ?? client.name} values={values} />
            )}
          </Section>
          {template !== undefined && <RoleGroups template={template} client={client} given={given} />}
        </div>
        {signsIn && (
          <div>
            <TestSignIn client={client} />
            <ClaimsSection clientId={client.id} />
          </div>
        )}
      </div>
    </>
  );
}
