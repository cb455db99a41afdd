import { useConsole } from '../../../parts/console-context.js';
import { Copyable, CopyButton } from '../../../parts/copy.js';

export interface Values {
  readonly settings: readonly { readonly name: string; readonly value: string }[];
  readonly files: readonly { readonly name: string; readonly format: string; readonly text: string }[];
  readonly roles: string | null;
  readonly failures: readonly { readonly symptom: string; readonly cause: string }[];
}

/** What an administrator enters in the application: as single settings, and as parts of its configuration files. */
export function ValuesToPaste({ name, values }: { readonly name: string; readonly values: Values }) {
  const { texts } = useConsole();
  const { settings, files, roles, failures } = values;
  return (
    <div class="stack">
      {files.map((file) => (
        <figure key={`${file.name} ${file.format}`} class="code">
          <figcaption>
            {file.name}
            <CopyButton text={file.text} label={file.name} />
          </figcaption>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reachable by keyboard */}
          <pre tabIndex={0}>
            <code>{file.text}</code>
          </pre>
        </figure>
      ))}
      {settings.length > 0 && (
        <details open={files.length === 0}>
          <summary>{texts.say('applications.enterIn', { name })}</summary>
          <div class="stack">
            {settings.map((one) => (
              <Copyable key={one.name} label={one.name} value={one.value} />
            ))}
          </div>
        </details>
      )}
      {roles !== null && (
        <p>
          <strong>{texts.say('applications.rolesIn', { name })}</strong> {roles}
        </p>
      )}
      {failures.length > 0 && (
        <details>
          <summary>{texts.say('applications.ifNot')}</summary>
          <dl class="failures">
            {failures.map(({ symptom, cause }) => (
              <div key={symptom}>
                <dt>{symptom}</dt>
                <dd>{cause}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}
