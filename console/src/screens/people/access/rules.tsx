import { useConsole } from '../../../parts/console-context.js';
import type { Explanation } from './access-data.js';

type Rule = Explanation['rules'][number];

/** The rules that could let the person in, and the scopes that the application does not get. */
export function Rules({ explanation: { client, rules, scopes } }: { readonly explanation: Explanation }) {
  const { texts } = useConsole();
  const say = ({ kind, applies, group, groupId }: Rule): string => {
    const values = { application: client.name, group: group?.name ?? groupId ?? '' };
    if (kind === 'POLICY')
      return texts.say(client.accessPolicy === 'ALL_USERS' ? 'people.rule.allUsers' : 'people.rule.permitted', values);
    if (kind === 'USER_PERMISSION') return texts.say(applies ? 'people.rule.own' : 'people.rule.notOwn', values);
    return texts.say(applies ? 'people.rule.member' : 'people.rule.notMember', values);
  };
  const missing = scopes.flatMap(({ scope, granted, reason }) =>
    granted || reason === null ? [] : [{ scope, reason }],
  );
  return (
    <details>
      <summary>{texts.say('people.rules')}</summary>
      <ul class="plain">
        {rules.map((rule) => (
          <li key={`${rule.kind} ${rule.groupId}`} class={rule.applies ? 'applies' : 'soft'}>
            {say(rule)} {rule.decides && <strong>{texts.say('people.rule.decides')}</strong>}
          </li>
        ))}
        {missing.map(({ scope, reason }) => (
          <li key={scope}>
            <code>{scope}</code>: {texts.say(`people.scope.${reason}`)}
          </li>
        ))}
      </ul>
    </details>
  );
}
