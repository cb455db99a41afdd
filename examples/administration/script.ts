import { AdminRequestError, createAdminClient, everyNode } from 'passgraph-admin';

const { ISSUER = 'http://localhost:3000', KEY } = process.env;
const admin = createAdminClient({ url: ISSUER, apiKey: KEY });

const shop = await admin.issuer({ id: 'shop' }).catch(({ message }) => {
  console.error(`Set ISSUER to the URL of Passgraph, and KEY to an API key: ${message}`);
  process.exit(1);
});
if (shop === null) await admin.createIssuer({ id: 'shop', slug: 'shop' });
if ((await admin.client({ id: 'till' })) === null) {
  const redirectUris = ['https://till.example.com/callback'];
  const { clientSecret } = await admin.createClient({ id: 'till', name: 'Till', issuerId: 'shop', redirectUris });
  console.log(`CLIENT_SECRET=${clientSecret}`); // shown only once
}
if ((await admin.group({ id: 'staff' })) === null) await admin.createGroup({ id: 'staff', name: 'Staff' });
const found = await admin.userByUsername({ username: 'grace' });
const grace = found ?? (await admin.createUser({ username: 'grace', name: 'Grace Hopper' })).user;
await admin.updateGroup({ id: 'staff', addMemberIds: [grace.id] });
await admin.grantPermission({ clientId: 'till', groupId: 'staff' });

const users = everyNode((page) => admin.users({ ...page, search: 'g' }));
for await (const { username, email } of users) console.log(username, email);

const { client } = await admin.request<{ client: { health: { lastSignInAt: string | null } } | null }>(
  'query ($id: ID!) { client(id: $id) { health { lastSignInAt } } }',
  { id: 'till' },
);
console.log(client?.health.lastSignInAt);

try {
  await admin.updateClient({ id: 'till', redirectUris: ['https://till.example.com/callback', 'nonsense'] });
} catch (error) {
  if (!(error instanceof AdminRequestError)) throw error;
  console.log(error.code, error.field); // INVALID_INPUT redirectUris.1
}
