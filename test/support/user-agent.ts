import { CookieJar } from 'tough-cookie';

/** What came back, read once. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; throws where it is none. */
  json<T = Record<string, unknown>>(): T;
  /** The target of a redirect. */
  readonly location: URL | undefined;
}

/** Sends one request. */
export type Transport = (url: URL, init: RequestInit) => Promise<Response>;

/**
 * A browser without a screen: keeps cookies, sends an origin with what it posts, follows no redirect by itself. A header
 * whose value is empty is omitted.
 */
export interface UserAgent {
  readonly jar: CookieJar;
  get(url: string, headers?: Record<string, string>): Promise<Answer>;
  postForm(url: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Answer>;
  postJson(url: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Follows redirects as long as they stay at `origin`, and answers with the first that leaves it or is a page. */
  follow(url: string): Promise<Answer>;
}

export function newUserAgent(origin: string, transport: Transport = fetch): UserAgent {
  const jar = new CookieJar();
  const send = async (url: string, init: RequestInit): Promise<Answer> => {
    const target = new URL(url, origin);
    const cookie = await jar.getCookieString(target.href);
    const headers = new Headers(init.headers);
    if (cookie !== '') headers.set('cookie', cookie);
    for (const [name, value] of [...headers]) if (value === '') headers.delete(name);
    const response = await transport(target, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) await jar.setCookie(line, target.href);
    const text = await response.text();
    const location = response.headers.get('location');
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: <T>() => JSON.parse(text) as T,
      location: location === null ? undefined : new URL(location, target),
    };
  };
  const post = (url: string, body: string, type: string, headers: Record<string, string>) =>
    send(url, {
      method: 'POST',
      body,
      headers: { 'content-type': type, origin, 'sec-fetch-site': 'same-origin', ...headers },
    });
  const agent: UserAgent = {
    jar,
    get: (url, headers = {}) => send(url, { headers }),
    postForm: (url, fields, headers = {}) =>
      post(url, new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded', headers),
    postJson: (url, body, headers = {}) => post(url, JSON.stringify(body), 'application/json', headers),
    follow: async (url) => {
      let answer = await agent.get(url);
      for (let hops = 0; answer.location?.origin === new URL(origin).origin && hops < 10; hops += 1) {
        answer = await agent.get(answer.location.href);
      }
      return answer;
    },
  };
  return agent;
}
