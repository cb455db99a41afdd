import { useLocation, useRoute } from 'preact-iso/router';
import { DeleteIssuer, Issuer, type IssuerQuery } from '../../generated/issuers.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { Copyable } from '../../parts/copy.js';
import { TakeAway } from '../../parts/dialogs/take-away.js';
import { Loaded } from '../../parts/loaded.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { Facts, ScreenTitle, Section } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';
import { screenPath } from '../../parts/screen-path.js';
import { SigningKeys } from './signing-keys.js';

type OneIssuer = NonNullable<IssuerQuery['issuer']>;

export function IssuerScreen() {
  const context = useConsole();
  const { texts } = context;
  const { id = '' } = useRoute().params;
  const query = useQuery(Issuer, { id, withClients: isAllowed(context, 'clients:read') });
  const back = { href: '/console/issuers', label: texts.say('shell.issuers') };
  return (
    <Loaded query={query}>
      {({ issuer }) => {
        if (issuer === null) return <ScreenTitle title={texts.say('issuers.notFound')} back={back} />;
        const mayChange = isAllowed(context, 'issuers:write');
        return (
          <>
            <ScreenTitle title={issuer.url} back={back} />
            <Copyable label={texts.say('issuers.discovery')} value={`${issuer.url}/.well-known/openid-configuration`} />
            <IssuerFacts issuer={issuer} />
            <SigningKeys issuer={issuer} mayChange={mayChange} reload={query.reload} />
            {mayChange && issuer.slug !== null && <Delete id={issuer.id} slug={issuer.slug} />}
          </>
        );
      }}
    </Loaded>
  );
}

function IssuerFacts({ issuer: { id, slug, branding, clients } }: { readonly issuer: OneIssuer }) {
  const { texts } = useConsole();
  const parameters = slug === null ? '' : `?${new URLSearchParams({ issuer: id })}`;
  const look = (
    <>
      {branding.name === null
        ? texts.say('issuers.serverBranding')
        : texts.say('issuers.ownBranding', { name: branding.name })}{' '}
      <a href={`/console/branding${parameters}`}>{texts.say('issuers.changeBranding')}</a>
    </>
  );
  const applications = clients != null && (
    <>
      {texts.say('issuers.applicationCount', { count: clients.totalCount })}
      <ul class="plain-list">
        {clients.edges.map(({ node }) => (
          <li key={node.id}>
            <a href={screenPath('applications', node.id)}>{node.name}</a>
          </li>
        ))}
      </ul>
    </>
  );
  return (
    <Facts
      items={[
        { name: texts.say('shell.branding'), value: look },
        ...(applications === false ? [] : [{ name: texts.say('shell.applications'), value: applications }]),
      ]}
    />
  );
}

function Delete({ id, slug }: { readonly id: string; readonly slug: string }) {
  const { texts } = useConsole();
  const { route } = useLocation();
  const notify = useNotice();
  return (
    <Section title={texts.say('issuers.deleteSection')} text={texts.say('issuers.deleteText')}>
      <TakeAway
        label={texts.say('issuers.delete')}
        title={texts.say('issuers.deleteTitle', { slug })}
        text={texts.say('issuers.deleteText')}
        confirmLabel={texts.say('parts.deleteConfirm')}
        document={DeleteIssuer}
        variables={{ id }}
        effects={(data) => data.deleteIssuer.effects}
        onDone={() => {
          notify(texts.say('issuers.deleted'));
          route('/console/issuers', true);
        }}
      />
    </Section>
  );
}
