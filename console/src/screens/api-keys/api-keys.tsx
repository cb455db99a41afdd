/*
 * This folder shows the API keys: the list, and the page that makes a new one. A secret is in the state of that page only,
 * so it is gone when the user leaves the page. This folder must not know other screens.
 */

import { ApiKeys, type ApiKeysQuery, DeleteApiKey } from '../../generated/api-keys.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { TakeAway } from '../../parts/dialogs/take-away.js';
import { useList } from '../../parts/list/list-state.js';
import { Empty, ListTools, PageButtons } from '../../parts/list/list-tools.js';
import { Table } from '../../parts/list/table.js';
import { Loaded } from '../../parts/loaded.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { ScreenTitle } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';
import { MakerName, OwnerName, Permissions } from './api-key-facts.js';
import { exportedKeys } from './export-rows.js';

/** So many characters of an id tell the keys apart. */
const SHOWN_OF_ID = 8;

type ApiKey = ApiKeysQuery['apiKeys']['edges'][number]['node'];

export function ApiKeysScreen() {
  const context = useConsole();
  const { texts } = context;
  const list = useList({ filters: {} });
  const { search: _, ...page } = list.variables;
  const query = useQuery(ApiKeys, page);
  const add = isAllowed(context, 'apiKeys:write') && (
    <a class="button main" href="/console/add/api-key">
      {texts.say('shell.addApiKey')}
    </a>
  );
  return (
    <>
      <ScreenTitle title={texts.say('shell.apiKeys')} subtitle={texts.say('apiKeys.subtitle')} actions={add} />
      <Loaded query={query}>
        {({ apiKeys: { edges, pageInfo } }) =>
          edges.length === 0 ? (
            <Empty title={texts.say('apiKeys.none')} text={texts.say('apiKeys.teach')} />
          ) : (
            <>
              <ListTools list={list} exportName="api-keys" exportRows={() => exportedKeys(context.connection)} />
              <KeyTable keys={edges.map(({ node }) => node)} reload={query.reload} />
              <PageButtons page={pageInfo} list={list} />
            </>
          )
        }
      </Loaded>
    </>
  );
}

/** Whether the owner made the key with the console or a program, as is usual. */
function isByOwner({ owner, maker }: ApiKey): boolean {
  return maker.kind === 'USER' && maker.user !== null && maker.user.id === owner?.id;
}

function KeyTable({ keys, reload }: { readonly keys: readonly ApiKey[]; readonly reload: () => void }) {
  const context = useConsole();
  const { texts } = context;
  const columns = [
    {
      name: texts.say('apiKeys.name'),
      isHeader: true,
      cell: ({ id, name }: ApiKey) => (
        <>
          {name}
          <small>{texts.say('apiKeys.begins', { start: `pg_${id.slice(0, SHOWN_OF_ID)}` })}</small>
        </>
      ),
    },
    { name: texts.say('apiKeys.owner'), cell: ({ owner }: ApiKey) => <OwnerName owner={owner} /> },
    ...(keys.every(isByOwner)
      ? []
      : [{ name: texts.say('apiKeys.maker'), cell: ({ maker }: ApiKey) => <MakerName maker={maker} /> }]),
    {
      name: texts.say('apiKeys.permissions'),
      cell: ({ permissions }: ApiKey) => <Permissions permissions={permissions} />,
    },
    {
      name: texts.say('apiKeys.expires'),
      cell: ({ expiresAt }: ApiKey) =>
        expiresAt === null ? texts.say('apiKeys.neverExpires') : texts.moment(expiresAt),
    },
    {
      name: texts.say('apiKeys.lastUsed'),
      cell: ({ lastUsedAt }: ApiKey) =>
        lastUsedAt === null ? texts.say('apiKeys.neverUsed') : texts.moment(lastUsedAt),
    },
  ];
  const revoke = {
    name: texts.say('parts.actions'),
    cell: (key: ApiKey) => <Revoke apiKey={key} onDone={reload} />,
  };
  return (
    <Table
      columns={isAllowed(context, 'apiKeys:write') ? [...columns, revoke] : columns}
      rows={keys}
      rowKey={({ id }) => id}
    />
  );
}

function Revoke({ apiKey: { id, name }, onDone }: { readonly apiKey: ApiKey; readonly onDone: () => void }) {
  const { texts } = useConsole();
  const notify = useNotice();
  return (
    <TakeAway
      label={texts.say('apiKeys.revoke')}
      title={texts.say('apiKeys.revokeTitle', { name })}
      text={texts.say('apiKeys.revokeText')}
      confirmLabel={texts.say('apiKeys.revokeConfirm')}
      document={DeleteApiKey}
      variables={{ id }}
      effects={(data) => data.deleteApiKey.effects}
      onDone={() => {
        notify(texts.say('apiKeys.revoked'));
        onDone();
      }}
    />
  );
}
