import type { CreateApiKeyMutation } from '../../generated/api-keys.js';
import { useConsole } from '../../parts/console-context.js';
import { Copyable, Snippet } from '../../parts/copy.js';
import { ScreenTitle, Section } from '../../parts/page.js';

/** A key that was just made. Its secret is shown here and nowhere else. */
export function NewKey({ made: { key, apiKey } }: { readonly made: CreateApiKeyMutation['createApiKey'] }) {
  const { texts, server } = useConsole();
  return (
    <>
      <ScreenTitle
        title={texts.say('apiKeys.madeTitle', { name: apiKey.name })}
        back={{ href: '/console/api-keys', label: texts.say('shell.apiKeys') }}
      />
      <Copyable label={texts.say('apiKeys.secret')} value={key} isSecret />
      <Section title={texts.say('apiKeys.tryIt')} text={texts.say('apiKeys.tryItText')}>
        <Snippet label={texts.say('apiKeys.curl')} text={curlOf(server, key)} />
        <Snippet label={texts.say('apiKeys.typed')} text={programOf(server)} />
      </Section>
      <p>
        <a class="button main" href="/console/api-keys">
          {texts.say('apiKeys.done')}
        </a>
      </p>
    </>
  );
}

/** The key is random text of the base64url alphabet and dots, so it needs no escape within quotes of a shell. */
function curlOf(server: string, key: string): string {
  return [
    `export PASSGRAPH_API_KEY='${key}'`,
    `curl ${server}/graphql -H "Authorization: Bearer $PASSGRAPH_API_KEY" \\`,
    `  -H 'Content-Type: application/json' -d '{"query": "{ viewer { kind permissions } }"}'`,
  ].join('\n');
}

/** A module that needs no package. It reads the key from the environment, so that the key is not in a file. */
function programOf(server: string): string {
  return [
    `const answer = await fetch('${server}/graphql', {`,
    `  method: 'POST',`,
    '  headers: {',
    `    Authorization: 'Bearer ' + process.env.PASSGRAPH_API_KEY,`,
    `    'Content-Type': 'application/json',`,
    '  },',
    `  body: JSON.stringify({ query: '{ viewer { kind permissions } }' }),`,
    '});',
    'console.log(await answer.text());',
  ].join('\n');
}
