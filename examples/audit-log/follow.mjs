import { readFile, writeFile } from 'node:fs/promises';

const { ISSUER = 'http://localhost:3000', KEY } = process.env;
const query = `query ($after: String) {
  auditEvents(first: 100, after: $after, order: OLDEST_FIRST) {
    edges { node { id type at outcome actorId userId clientId resource resourceId detail } }
    pageInfo { hasNextPage endCursor }
  }
}`;

let after = await readFile('cursor', 'utf8').catch(() => null); // absent at the first run
for (let hasNextPage = true; hasNextPage; ) {
  const response = await fetch(`${ISSUER}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { after } }),
  }).catch((error) => {
    console.error(`Cannot use ISSUER=${ISSUER}: ${error}. Start Passgraph, or set ISSUER to its URL.`);
    process.exit(1);
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  const { edges, pageInfo } = data.auditEvents;
  for (const { node } of edges) console.log(JSON.stringify(node));
  after = pageInfo.endCursor ?? after;
  if (after) await writeFile('cursor', after);
  hasNextPage = pageInfo.hasNextPage;
}
