/*
 * This folder shows scopes, the roles of applications and APIs, the administration roles, and the rules that compute
 * claims. It must not know other screens. To understand this folder, read this file first, then `scope-tabs.tsx`.
 */

import { DeleteScope, Scopes, type ScopesQuery } from '../../generated/scopes.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { TakeAway } from '../../parts/dialogs/take-away.js';
import { Empty } from '../../parts/list/list-tools.js';
import { type Column, Table } from '../../parts/list/table.js';
import { Loaded } from '../../parts/loaded.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { Badge, ScreenTitle, Section } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';
import { ScopeTabs } from './scope-tabs.js';

export type Scope = ScopesQuery['scopes'][number];

/** The scopes of the administration API have names such as `users:read`, and are for an API. */
function isOfAdministration({ standard, resource }: Scope): boolean {
  return standard && resource !== null;
}

export function ScopesScreen() {
  const context = useConsole();
  const { texts } = context;
  const query = useQuery(Scopes, {});
  const add = isAllowed(context, 'scopes:write') && (
    <a class="button main" href="/console/add/scope">
      {texts.say('scopes.add')}
    </a>
  );
  return (
    <>
      <ScreenTitle title={texts.say('shell.scopesAndRoles')} subtitle={texts.say('scopes.subtitle')} actions={add} />
      <ScopeTabs />
      <Loaded query={query}>
        {({ scopes }) => {
          const own = scopes.filter(({ standard }) => !standard);
          return (
            <>
              {own.length === 0 ? (
                <Empty title={texts.say('scopes.none')} text={texts.say('scopes.teach')} />
              ) : (
                <Section title={texts.say('scopes.own')}>
                  <OwnScopes scopes={own} reload={query.reload} />
                </Section>
              )}
              <Section title={texts.say('scopes.standard')} text={texts.say('scopes.standardText')}>
                <ScopeTable scopes={scopes.filter((scope) => scope.standard && !isOfAdministration(scope))} />
              </Section>
              <Section title={texts.say('scopes.administration')} text={texts.say('scopes.administrationText')}>
                <details>
                  <summary>{texts.say('scopes.administration')}</summary>
                  <ScopeTable scopes={scopes.filter(isOfAdministration)} />
                </details>
              </Section>
            </>
          );
        }}
      </Loaded>
    </>
  );
}

interface OwnScopesProps {
  readonly scopes: readonly Scope[];
  readonly reload: () => void;
}

function OwnScopes({ scopes, reload }: OwnScopesProps) {
  const context = useConsole();
  const { texts } = context;
  const resource = {
    name: texts.say('scopes.resource'),
    cell: (scope: Scope) => (
      <>
        {scope.resource ?? texts.say('scopes.noResource')}{' '}
        {scope.requiresRole && <Badge>{texts.say('scopes.roleNeeded')}</Badge>}
      </>
    ),
  };
  const actions = {
    name: texts.say('parts.actions'),
    cell: (scope: Scope) => <Actions scope={scope} reload={reload} />,
  };
  return <ScopeTable scopes={scopes} more={isAllowed(context, 'scopes:write') ? [resource, actions] : [resource]} />;
}

function Actions({ scope: { name }, reload }: { readonly scope: Scope; readonly reload: () => void }) {
  const { texts } = useConsole();
  const notify = useNotice();
  return (
    <div class="actions">
      <a class="button small" href={`/console/scopes/edit?${new URLSearchParams({ name })}`}>
        {texts.say('scopes.edit')}
      </a>
      <TakeAway
        label={texts.say('parts.delete')}
        title={texts.say('scopes.deleteTitle', { name })}
        text={texts.say('scopes.deleteText')}
        confirmLabel={texts.say('parts.deleteConfirm')}
        document={DeleteScope}
        variables={{ name }}
        effects={(data) => data.deleteScope.effects}
        onDone={() => {
          notify(texts.say('scopes.deleted'));
          reload();
        }}
      />
    </div>
  );
}

interface ScopeTableProps {
  readonly scopes: readonly Scope[];
  readonly more?: readonly Column<Scope>[];
}

function ScopeTable({ scopes, more = [] }: ScopeTableProps) {
  const { texts } = useConsole();
  return (
    <Table
      columns={[
        {
          name: texts.say('scopes.name'),
          isHeader: true,
          cell: ({ name, description }) => (
            <>
              <code>{name}</code>
              {description !== null && <small>{description}</small>}
            </>
          ),
        },
        {
          name: texts.say('scopes.claims'),
          cell: ({ claims }) => (claims.length === 0 ? texts.say('scopes.noClaims') : claims.join(', ')),
        },
        ...more,
      ]}
      rows={scopes}
      rowKey={({ name }) => name}
    />
  );
}
