import { useEffect } from 'preact/hooks';
import { type MailState, SendTestMail, ServerMails, type ServerMailsQuery } from '../../generated/server.js';
import { isAllowed, useConsole } from '../../parts/console-context.js';
import { TextField } from '../../parts/form/fields.js';
import { Form, useForm } from '../../parts/form/form.js';
import { useList } from '../../parts/list/list-state.js';
import { Empty, ListTools, PageButtons } from '../../parts/list/list-tools.js';
import { Table } from '../../parts/list/table.js';
import { Loaded } from '../../parts/loaded.js';
import { useMutation } from '../../parts/mutation.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { Badge, Section } from '../../parts/page.js';
import { useQuery } from '../../parts/query.js';
import { screenPath } from '../../parts/screen-path.js';

type Mail = ServerMailsQuery['mails']['edges'][number]['node'];

const STATES = ['WAITING', 'SENT', 'FAILED'] as const;
const TONES = { WAITING: 'plain', SENT: 'good', FAILED: 'problem' } as const;
/** While a mail waits, the list asks for its state after this time. */
const AGAIN_MS = 3000;

/** The mails of the last 30 days, and a test mail. */
export function Mails() {
  const context = useConsole();
  const { texts } = context;
  const list = useList({ filters: { state: '' } });
  const { search: _search, ...page } = list.variables;
  const query = useQuery(ServerMails, { state: (list.filters.state || null) as MailState | null, ...page });
  const isWaiting = query.data?.mails.edges.some(({ node }) => node.state === 'WAITING' && node.attempts === 0);
  useEffect(() => {
    if (isWaiting !== true) return undefined;
    const timer = setTimeout(query.reload, AGAIN_MS);
    return () => clearTimeout(timer);
  }, [query.data]);
  const states = STATES.map((value) => ({ value, label: texts.say(`mails.state.${value}`) }));
  return (
    <>
      {isAllowed(context, 'users:write') && <TestMail onSent={query.reload} />}
      <Section title={texts.say('mails.title')} text={texts.say('mails.text')}>
        <ListTools list={list} filters={[{ name: 'state', label: texts.say('mails.state'), options: states }]} />
        <Loaded query={query}>
          {({ mails }) => (
            <>
              {mails.edges.length === 0 ? (
                <Empty title={texts.say('mails.none')} text={texts.say('mails.noneText')} />
              ) : (
                <MailTable mails={mails.edges.map(({ node }) => node)} />
              )}
              <PageButtons page={mails.pageInfo} list={list} />
            </>
          )}
        </Loaded>
      </Section>
    </>
  );
}

function TestMail({ onSent }: { readonly onSent: () => void }) {
  const { texts } = useConsole();
  const notice = useNotice();
  const mutation = useMutation(SendTestMail);
  const form = useForm({ recipient: '' });
  const send = async () => {
    if ((await mutation.run({ input: form.values })) === undefined) return;
    form.reset({ recipient: '' });
    notice(texts.say('mails.testWaits'));
    onSent();
  };
  return (
    <Section title={texts.say('mails.test')} text={texts.say('mails.testText')}>
      <Form
        form={form}
        error={mutation.error}
        isRunning={mutation.isRunning}
        submitLabel={texts.say('mails.send')}
        onSubmit={send}
      >
        <TextField form={form} name="recipient" type="email" label={texts.say('mails.recipient')} required />
      </Form>
    </Section>
  );
}

function MailTable({ mails }: { readonly mails: readonly Mail[] }) {
  const { texts } = useConsole();
  return (
    <Table
      rows={mails}
      rowKey={({ id }) => id}
      columns={[
        {
          name: texts.say('mails.recipient'),
          isHeader: true,
          cell: ({ recipient, userId }) =>
            userId === null ? recipient : <a href={screenPath('people', userId)}>{recipient}</a>,
        },
        { name: texts.say('mails.kind'), cell: ({ kind }) => texts.say(`mails.kind.${kind}`) },
        {
          name: texts.say('mails.state'),
          cell: ({ state, error }) => (
            <>
              <Badge tone={TONES[state]}>{texts.say(`mails.state.${state}`)}</Badge>
              {error !== null && (
                <p class="hint" lang="en">
                  {error}
                </p>
              )}
            </>
          ),
        },
        { name: texts.say('mails.written'), cell: ({ createdAt }) => texts.moment(createdAt) },
        { name: texts.say('mails.attempts'), cell: ({ attempts }) => texts.number(attempts) },
      ]}
    />
  );
}
