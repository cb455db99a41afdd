/*
 * This folder shows the issuers and their signing keys: the list, the page that makes an issuer, and the page of one. It
 * must not know other screens.
 */

import { Issuers, type IssuersQuery } from '../../generated/issuers.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { useList } from '../../parts/list/list-state.js';
import { PageButtons } from '../../parts/list/list-tools.js';
import { Table } from '../../parts/list/table.js';
import { Loaded } from '../../parts/loaded.js';
import { Badge, ScreenTitle } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';
import { screenPath } from '../../parts/screen-path.js';

type Issuer = IssuersQuery['issuers']['edges'][number]['node'];

export function IssuersScreen() {
  const context = useConsole();
  const { texts } = context;
  const list = useList();
  const { search: _, ...page } = list.variables;
  const query = useQuery(Issuers, page);
  const add = isAllowed(context, 'issuers:write') && (
    <a class="button main" href="/console/add/issuer">
      {texts.say('shell.addIssuer')}
    </a>
  );
  return (
    <>
      <ScreenTitle title={texts.say('shell.issuers')} subtitle={texts.say('issuers.subtitle')} actions={add} />
      <Loaded query={query}>
        {({ issuers: { edges, pageInfo } }) => (
          <>
            <IssuerTable issuers={edges.map(({ node }) => node)} />
            <PageButtons page={pageInfo} list={list} />
          </>
        )}
      </Loaded>
    </>
  );
}

function IssuerTable({ issuers }: { readonly issuers: readonly Issuer[] }) {
  const { texts } = useConsole();
  const activeAlgs = ({ signingKeys }: Issuer) =>
    signingKeys.filter(({ status }) => status === 'ACTIVE').map(({ alg }) => alg);
  return (
    <Table
      columns={[
        {
          name: texts.say('issuers.url'),
          isHeader: true,
          cell: ({ id, slug, url }) => (
            <>
              <a href={screenPath('issuers', id)}>{url}</a>{' '}
              {slug === null && <Badge>{texts.say('issuers.default')}</Badge>}
            </>
          ),
        },
        { name: texts.say('issuers.keys'), cell: (issuer) => activeAlgs(issuer).join(', ') },
        { name: texts.say('shell.branding'), cell: (issuer) => <BrandingOf issuer={issuer} /> },
      ]}
      rows={issuers}
      rowKey={({ id }) => id}
    />
  );
}

function BrandingOf({ issuer: { branding } }: { readonly issuer: Issuer }) {
  const { texts } = useConsole();
  const { name } = branding;
  return <>{name === null ? texts.say('issuers.serverBranding') : texts.say('issuers.ownBranding', { name })}</>;
}
