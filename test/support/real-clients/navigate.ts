import { request } from 'undici';

/** What a browser sends when it opens a page. `fetch` cannot send it, and some software answers 401 without it. */
const NAVIGATION = {
  accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
};
const WITHOUT_BODY = [204, 304];

/** Sends a request as a browser does that opens a page. Requests with JSON are those of a script. */
export async function navigate(url: URL, { method = 'GET', headers, body }: RequestInit): Promise<Response> {
  const given = Object.fromEntries(new Headers(headers));
  const isScript = given['content-type']?.startsWith('application/json') === true;
  const sent = { ...(isScript ? {} : NAVIGATION), ...given };
  const answer = await request(url, {
    method: method as 'GET' | 'POST',
    headers: sent,
    body: (body as string) ?? null,
  });
  const received = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const one of [value].flat()) if (one !== undefined) received.append(name, one);
  }
  const text = await answer.body.text();
  const { statusCode: status } = answer;
  return new Response(WITHOUT_BODY.includes(status) ? null : text, { status, headers: received });
}
