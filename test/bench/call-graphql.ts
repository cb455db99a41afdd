import type { Target } from './contender.js';

/** Runs one operation of the administration API. */
export async function callGraphql<Data>(target: Target, key: string, query: string, variables: object): Promise<Data> {
  const { text } = await target.send({
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables }),
    expect: 200,
  });
  const { data, errors } = JSON.parse(text);
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}
