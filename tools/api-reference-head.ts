/** The head of `docs/api.md`, for readers who are new to GraphQL. `test/docs/api.test.ts` runs its operations and programs. */
export const HEAD = `# The administration API

Send each request as \`POST /graphql\`, with an API key or an access token as the bearer token. Every query, mutation and
subscription requires a permission, and so do some fields. \`npm run schema\` generates this page from
[schema.graphql](../schema.graphql).

New to this? Open **Explorer** in the [console](console.md), \`/console/explorer\`. It completes field names, shows this documentation beside
the editor and runs operations with your permissions. **Show as GraphQL** at the end of each screen shows operations that work, to copy.

- [How to read this page](#how-to-read-this-page): for everyone who is new to GraphQL
- [Queries](#queries), [Mutations](#mutations), [Subscriptions](#subscriptions): what you can send
- [Errors](#errors): what each code means, and what to do
- [Types](#types), [Inputs](#inputs), [Enums](#enums), [Scalars](#scalars): what a request and a response consist of

## How to read this page

### A request and its response

A request is a JSON object with two members. \`query\` is the text of an *operation*. \`variables\` has the values that the operation
uses. The response is JSON too: \`data\` has what you asked for, and \`errors\` what went wrong.

| Operation | Use |
| --- | --- |
| \`query\` | reads |
| \`mutation\` | changes something |
| \`subscription\` | keeps the connection open and sends events as they happen: see [Stream events](audit-log.md#stream-events) |

This operation finds users:

\`\`\`graphql page
query FindUsers($search: String!) {
  users(first: 2, search: $search) {
    edges { cursor node { username status } }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}
\`\`\`

This is the whole request, with the variables \`{ "search": "example.com" }\` and [an API key](administration.md#get-a-key) in \`KEY\`:

\`\`\`sh page
curl -sS http://localhost:3000/graphql -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' -d '{
  "query": "query FindUsers($search: String!) { users(first: 2, search: $search) { edges { cursor node { username status } } pageInfo { hasNextPage endCursor } totalCount } }",
  "variables": { "search": "example.com" }
}'
\`\`\`

A text in JSON has no line breaks, and each \`"\` in it is written \`\\"\`. Otherwise the answer is "The request body is not valid JSON".
The function \`gql\` [for a shell](administration.md#send-an-operation) or [for Python](#a-request-in-python) does this for you.

The whole response is, for example:

\`\`\`json page
{
  "data": {
    "users": {
      "edges": [
        { "cursor": "Mg", "node": { "username": "grace", "status": "NO_PASSKEY" } },
        { "cursor": "MQ", "node": { "username": "ada", "status": "NO_PASSKEY" } }
      ],
      "pageInfo": { "hasNextPage": true, "endCursor": "MQ" },
      "totalCount": 3
    }
  }
}
\`\`\`

- \`FindUsers\` is a name that you choose. It can be left out.
- \`users\` is a *field*. In braces after a field, list the fields that you want of it. A field with the type String, Int, Boolean, ID or
  one of the [scalars](#scalars), or with an enum, has no braces: you get the whole value.
- \`first: 2\` is an *argument*. Many mutations have one argument \`input\`, which is an object: \`createGroup(input: { name: "Crew" })\`.
- \`$search\` is a *variable*. The first line declares its type, and \`variables\` has its value. Use variables for values that
  change. Do not build the text of an operation from values: quotes in them would break it.
- Write the values of an *enum* without quotes in an operation, \`order: NAME\`, and with quotes in variables, \`"NAME"\`.
- The response has the fields in the order in which you asked for them.
- If you ask twice for the same field, give each a name of its own, an *alias*: \`first: client(id: "a") { name } second: client(id: "b") { name }\`.

| Type | Meaning |
| --- | --- |
| \`String\` | a text, or null. An argument of this type can be omitted |
| \`String!\` | a text, never null. An argument of this type is required, unless it has a default |
| \`Int! = 20\` | the default is 20: omit the argument, and the server uses 20 |
| \`[String!]!\` | a list of texts. It can be empty. Neither the list nor a text in it is null |

A *union* is a value that has one of several types. Say for each type which fields you want. \`__typename\` is the name of the type:

\`\`\`graphql union
query WhoChangedWhat {
  auditEvents(first: 20) {
    edges {
      node {
        type
        actor {
          __typename
          ... on User { username }
          ... on Client { name }
          ... on ApiKey { name }
        }
      }
    }
  }
}
\`\`\`

### From an entry of this page to a request

Each entry of this page says what you need to write a request. For example, [Mutation.redeliverWebhookEvent](#mutationredeliverwebhookevent)
sends an event to a webhook again:

1. Its table of arguments has \`input\`, of the type RedeliverWebhookEventInput!. Follow the link: that type has the fields \`id\` and
   \`eventId\`. Both are ID!, so both are required.
2. It returns WebhookDeliveryPayload. Follow the link: that type has the field \`delivery\`, of the type WebhookDelivery. This is an object,
   so follow its link too, and choose fields of it.
3. If the type that is returned ends with \`Connection\`, write \`edges { node { … } }\`, with fields of the type that the entry names after "a list of".

The result is this operation:

\`\`\`graphql redeliver
mutation ($input: RedeliverWebhookEventInput!) {
  redeliverWebhookEvent(input: $input) {
    delivery { accepted statusCode error }
  }
}
\`\`\`

Its variables are \`{ "input": { "id": "siem", "eventId": "…" } }\`.

### Lists and pages

A long list comes in pages. The type of such a list ends with \`Connection\`:

| Field | Meaning |
| --- | --- |
| \`edges\` | the entries of this page. Each *edge* has the entry itself as \`node\`, and its \`cursor\` |
| \`pageInfo\` | \`hasNextPage\` and \`endCursor\` lead to the next page: send \`endCursor\` as \`after\`. \`hasPreviousPage\` and \`startCursor\` lead back: send \`startCursor\` as \`before\`, together with \`last\` |
| \`totalCount\` | the number of entries on all pages. The server counts only if you ask for it |

A *cursor* is a text that marks a position in the list. Do not interpret it. A cursor belongs to one list: keep \`order\`,
\`filter\` and \`search\` the same while you page. To read a whole list, ask for a page, and continue after its
\`endCursor\` while \`hasNextPage\` is true. With [the function \`gql\`](#a-request-in-python) below:

\`\`\`py pages
USERS = """
query ($after: String) {
  users(first: 100, after: $after) {
    edges { node { username email } }
    pageInfo { hasNextPage endCursor }
  }
}
"""

after = None
while True:
    users = gql(USERS, after=after)["users"]
    for edge in users["edges"]:
        print(edge["node"]["username"], edge["node"]["email"])
    if not users["pageInfo"]["hasNextPage"]:
        break
    after = users["pageInfo"]["endCursor"]
\`\`\`

### A request in Python

It needs no package. \`KEY\` is the environment variable with [the API key](administration.md#get-a-key):

\`\`\`py gql
import json
import os
from urllib.error import HTTPError
from urllib.request import Request, urlopen

URL = "http://localhost:3000/graphql"


def gql(query, **variables):
    body = json.dumps({"query": query, "variables": variables}).encode()
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {os.environ['KEY']}"}
    try:
        with urlopen(Request(URL, body, headers), timeout=60) as response:
            answer = json.load(response)
    except HTTPError as error:  # the response to a rejected request is JSON too
        answer = json.load(error)
    if "errors" in answer:
        raise RuntimeError(json.dumps(answer["errors"], indent=2))
    return answer["data"]
\`\`\`

### Permissions

\`users:read\`, \`groups:read\` means that you need both. \`users:read\` or \`groups:read\` means that one of them is enough. \`write\`
includes \`read\`. [Permissions and roles](administration.md#permissions-and-roles) lists the permissions.

If you lack the permission for a field, \`errors\` has an entry with the code FORBIDDEN, and the field is null. A field whose type ends
with \`!\` cannot be null: then the field around it is null, or all of \`data\`. Check \`errors\` before you read \`data\`.

A field that is null without an error has no value. Its description says why. The fields of a union, such as \`actor\`, are also null without an
error if you may not read the record behind them.

### Several mutations in one request

The server makes them one after the other, in the order in which they stand. Each is complete by itself. If the second one fails, the first
one stays, the third one does not begin, and \`data\` is null. So if a mutation returns a secret that is shown only once, send it alone.

Ask for the secret, too: \`createApiKey(…) { apiKey { id } }\` makes a key that you never see. The secret is \`key\` of \`createApiKey\`,
\`clientSecret\` of \`createClient\`, and \`secret\` of \`createWebhook\`.

### Limits of a request

| What | At most |
| --- | --- |
| size | 256 kB |
| tokens: words, numbers and signs of the operation | 10,000 |
| levels of braces | 16 |
| aliases | 200 |
| cost | 20,000. Each field costs 1. In a list, this is multiplied by the number of entries that you ask for, and lists in lists multiply |
| time of a query | 20 seconds. A mutation has no such limit |
| requests from one address | 12,000 in a minute |

A \`totalCount\`, a filter and a search each cost 50, and each kind of effects of a mutation costs 2,000. If an operation costs too much, the error has the
number. Ask for smaller pages, or for fewer fields. [All limits](limits.md#administration-api)

### Words

| Word | Meaning |
| --- | --- |
| client | an application or API that is registered with this server. Its users sign in here |
| grant | what a client may do for a user after a sign-in. Its tokens end with it |
| scope | the name of one thing that a token allows, such as \`email\` or \`users:read\` |
| issuer | the address that signs tokens. A server has one default issuer and can have more |
| enrolment link | a link with which a user registers a passkey, for a new account or after lost access |
| opaque token | a token without readable contents. An API asks this server whether it is valid. A JWT is the opposite: an API can read and verify it by itself |`;
