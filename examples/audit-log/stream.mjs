import { readFile, writeFile } from 'node:fs/promises';

const { ISSUER = 'http://localhost:3000', KEY } = process.env;
const query = `subscription {
  auditEvents { node { id type at outcome actorId userId clientId resource resourceId detail } }
}`;

let cursor = await readFile('stream-cursor', 'utf8').catch(() => ''); // absent at the first run
for (;;) {
  await readStream().catch((error) => console.error(`The connection to ${ISSUER} broke: ${error}. Connecting again.`));
  await new Promise((resolve) => setTimeout(resolve, 1000));
}

async function readStream() {
  const response = await fetch(`${ISSUER}/graphql`, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      authorization: `Bearer ${KEY}`,
      'content-type': 'application/json',
      ...(cursor && { 'last-event-id': cursor }),
    },
    body: JSON.stringify({ query }),
  });
  if (response.status >= 500) throw new Error(`status ${response.status}`);
  if (!response.ok) exit(await response.text());
  let text = '';
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (text + part).split('\n\n');
    text = blocks.pop();
    for (const block of blocks) await receive(block);
  }
}

/** A block has the lines of one event, or of a comment. */
async function receive(block) {
  const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: ?(.*)/s, 2)));
  if (fields.event === 'next') {
    const { data, errors } = JSON.parse(fields.data);
    if (errors) exit(JSON.stringify(errors));
    console.log(JSON.stringify(data.auditEvents.node));
  }
  cursor = fields.id ?? cursor;
  if (fields.id) await writeFile('stream-cursor', cursor);
}

function exit(reason) {
  console.error(reason);
  process.exit(1);
}
