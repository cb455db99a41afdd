import type { Person } from '../people.js';
import { signInAt } from '../people.js';
import type { Answer, UserAgent } from '../user-agent.js';

/** A page that the browser shows. */
export interface Page extends Answer {
  readonly url: URL;
}

/** A browser without scripts, whose user has a passkey and uses it whenever the server asks for it. */
export interface Visitor {
  readonly agent: UserAgent;
  /** Opens an address and follows redirects, through the server's sign-in page too, until there is a page. */
  open(url: string | URL): Promise<Page>;
  /** Submits the first form of a page whose HTML contains `mark`, with its hidden fields and these. */
  submit(page: Page, mark?: string, fields?: Record<string, string>): Promise<Page>;
}

const MAX_REDIRECTS = 25;

export function newVisitor(person: Person, server: string): Visitor {
  const { agent } = person;

  const settle = async (first: Answer, from: URL): Promise<Page> => {
    let answer = first;
    let url = from;
    for (let count = 0; count < MAX_REDIRECTS; count += 1) {
      const isSignIn = url.origin === server && url.pathname === '/login' && answer.status === 200;
      const next = isSignIn ? await signInAt(person, url) : answer.location;
      if (next === undefined) return { ...answer, url };
      url = next;
      answer = await agent.get(url.href);
    }
    throw new Error(`More than ${MAX_REDIRECTS} redirects, the last one to ${url.href}`);
  };

  return {
    agent,
    open: async (url) => settle(await agent.get(`${url}`), new URL(url)),
    submit: async (page, mark = '', fields = {}) => {
      const form = formIn(page, mark);
      const target = new URL(form.action, page.url);
      const { origin } = page.url;
      const answer = await agent.postForm(
        target.href,
        { ...form.fields, ...fields },
        { origin, referer: page.url.href },
      );
      return settle(answer, target);
    },
  };
}

function formIn({ text, url }: Page, mark: string): { action: string; fields: Record<string, string> } {
  const form = (text.match(/<form\b.*?<\/form>/gs) ?? []).find((html) => html.includes(mark));
  if (form === undefined) throw new Error(`${url.href} has no form with ${mark}: ${text.slice(0, 2000)}`);
  const inputs = [...form.matchAll(/<input\b[^>]*>/g)].map(([input]) => attributesOf(input));
  const hidden = inputs.filter(({ type, name }) => type === 'hidden' && name !== undefined);
  return {
    action: attributesOf(/<form\b[^>]*>/.exec(form)?.[0] ?? '').action || url.href,
    fields: Object.fromEntries(hidden.map(({ name = '', value = '' }) => [name, value])),
  };
}

function attributesOf(tag: string): Partial<Record<string, string>> {
  const pairs = [...tag.matchAll(/([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  return Object.fromEntries(pairs.map(([, name = '', one, two]) => [name, decodeEntities(one ?? two ?? '')]));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&#x2F;': '/',
  '&#39;': "'",
};

function decodeEntities(text: string): string {
  return text
    .replace(/&quot;|&lt;|&gt;|&#x2F;|&#39;/g, (entity) => ENTITIES[entity] ?? entity)
    .replaceAll('&amp;', '&');
}
