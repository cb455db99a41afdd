import { useState } from 'preact/hooks';
import { ExplainApplicationRequest } from '../../../generated/applications.js';
import { useConsole } from '../../../parts/console-context.js';
import { TextArea } from '../../../parts/form/fields.js';
import { Form, useForm } from '../../../parts/form/form.js';
import { Loaded } from '../../../parts/loaded.js';
import { useQuery } from '../../../parts/query.js';

/** Explains the address to which the application sends browsers, for errors that left no event. */
export function ExplainAddress() {
  const { texts } = useConsole();
  const form = useForm({ url: '' });
  const [asked, setAsked] = useState<string>();
  return (
    <details>
      <summary>{texts.say('applications.explainAddress')}</summary>
      <div class="stack">
        <Form
          form={form}
          submitLabel={texts.say('applications.explain')}
          onSubmit={() => {
            const { url } = form.values;
            form.reset(form.values);
            setAsked(url.trim());
          }}
        >
          <TextArea
            form={form}
            name="url"
            label={texts.say('applications.requestAddress')}
            hint={texts.say('applications.requestAddressText')}
            rows={3}
            required
          />
        </Form>
        {asked !== undefined && <Explanation key={asked} url={asked} />}
      </div>
    </details>
  );
}

function Explanation({ url }: { readonly url: string }) {
  const query = useQuery(ExplainApplicationRequest, { url });
  return (
    <Loaded query={query}>
      {({ explainAuthorizationRequest: { summary, problems } }) => (
        <div class={problems.length === 0 ? 'verdict good' : 'verdict problem'} lang="en">
          <p>{summary}</p>
          {problems.map(({ description, advice }) => (
            <p key={description}>
              {description} {advice}
            </p>
          ))}
        </div>
      )}
    </Loaded>
  );
}
