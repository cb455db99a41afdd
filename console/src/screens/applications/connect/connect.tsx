/*
 * This folder is the first tab of an application: what to enter in it, its secrets, a test of the sign-in, and the
 * claims that it gets. The screen that adds an application shows the same parts.
 */

import { useState } from 'preact/hooks';
import { ApplicationConnection, type ApplicationConnectionQuery } from '../../../generated/applications.js';
import { useConsole } from '../../../parts/console-context.js';
import { Copyable, useShownOnce } from '../../../parts/copy.js';
import { Loaded } from '../../../parts/loaded.js';
import { Section } from '../../../parts/page.js';
import { useQuery } from '../../../parts/query.js';
import type { ApplicationTabProps } from '../tab-props.js';
import { ClaimsSection } from './claims.js';
import { ProductSection } from './product-values.js';
import { Secrets } from './secrets.js';
import { TestSignIn } from './test-sign-in.js';

type Connected = NonNullable<ApplicationConnectionQuery['client']>;

export function ConnectTab({ id }: ApplicationTabProps) {
  const query = useQuery(ApplicationConnection, { id });
  return (
    <Loaded query={query}>
      {({ client }) =>
        client && (
          <div class="columns">
            <Values client={client} onChange={query.reload} />
            <div>
              {signsIn(client) && <TestSignIn client={client} />}
              {signsIn(client) && <ClaimsSection clientId={client.id} />}
            </div>
          </div>
        )
      }
    </Loaded>
  );
}

/** What to enter in the application. If the product is known, its values come first. A new secret is filled in. */
function Values({ client, onChange }: { readonly client: Connected; readonly onChange: () => void }) {
  const [secret, setSecret] = useShownOnce<string>();
  const [isKnown] = useState(client.templateId !== null);
  const product = client.integrations.includes('OIDC') && <ProductSection client={client} secret={secret} />;
  return (
    <div>
      {isKnown && product}
      <Secrets client={client} secret={secret} onSecret={setSecret} onChange={onChange} />
      <Addresses client={client} />
      {!isKnown && product}
    </div>
  );
}

/** The address that each kind of proxy asks about a request. */
const PROXIES = [
  { names: 'Caddy, Traefik', path: '/forward-auth/forwarded' },
  { names: 'nginx, HAProxy', path: '/forward-auth/nginx' },
  { names: 'Envoy', path: '/forward-auth/envoy' },
] as const;

function signsIn({ integrations, grantTypes }: Connected): boolean {
  return (
    integrations.some((one) => one !== 'OIDC') ||
    grantTypes.includes('AUTHORIZATION_CODE') ||
    grantTypes.includes('DEVICE_CODE')
  );
}

/** What every application needs: the issuer, its id, and the addresses of the endpoints. */
function Addresses({ client }: { readonly client: Connected }) {
  const { texts } = useConsole();
  const issuer = client.issuer?.url ?? '';
  const endpoints = [
    ['authorizationEndpoint', '/oidc/authorize'],
    ['tokenEndpoint', '/oidc/token'],
    ['userinfoEndpoint', '/oidc/userinfo'],
    ['jwksUri', '/oidc/jwks'],
    ['endSessionEndpoint', '/oidc/logout'],
    ['introspectionEndpoint', '/oidc/introspect'],
  ] as const;
  const isOidc = client.integrations.includes('OIDC');
  return (
    <Section
      title={texts.say('applications.addresses')}
      text={isOidc ? texts.say('applications.addressesText') : undefined}
    >
      {isOidc && (
        <>
          <Copyable label={texts.say('applications.issuer')} value={issuer} />
          <Copyable label={texts.say('applications.discovery')} value={`${issuer}/.well-known/openid-configuration`} />
        </>
      )}
      <Copyable label={texts.say('applications.clientId')} value={client.id} />
      {client.integrations.includes('BASIC') && (
        <Copyable
          label={texts.say('applications.signInAddress')}
          value={`${issuer}/auth/login/${encodeURIComponent(client.id)}`}
        />
      )}
      {client.forwardAuth !== null && (
        <>
          <Copyable label={texts.say('applications.hosts')} value={client.forwardAuth.hosts.join(' ')} />
          {PROXIES.map(({ names, path }) => (
            <Copyable key={path} label={names} value={`${issuer}${path}`} />
          ))}
        </>
      )}
      {isOidc && (
        <details>
          <summary>{texts.say('applications.endpoints')}</summary>
          <div class="stack">
            {endpoints.map(([name, path]) => (
              <Copyable key={name} label={texts.say(`applications.${name}`)} value={`${issuer}${path}`} />
            ))}
          </div>
        </details>
      )}
    </Section>
  );
}
