import { useConsole } from '../../parts/console-context.js';
import { Copyable, Snippet } from '../../parts/copy.js';
import { Section } from '../../parts/page.js';

/** The secret of a webhook, which is shown once, and how the receiver uses it. */
export function NewSecret({ secret }: { readonly secret: string }) {
  const { texts } = useConsole();
  return (
    <>
      <Copyable label={texts.say('webhooks.secret')} value={secret} isSecret />
      <Section title={texts.say('webhooks.verify')} text={texts.say('webhooks.verifyText')}>
        <Snippet label={texts.say('webhooks.verifyCode')} text={VERIFY} />
      </Section>
    </>
  );
}

/** The same as in `examples/audit-log/receiver.ts`. */
const VERIFY = [
  `import { Webhook } from 'standardwebhooks';`,
  '',
  'const webhook = new Webhook(process.env.WEBHOOK_SECRET);',
  '// The raw body, before anything parses it. It throws if the signature is wrong.',
  'const { type, timestamp, data } = webhook.verify(body, request.headers);',
].join('\n');
