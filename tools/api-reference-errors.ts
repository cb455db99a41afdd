/** What the section about errors in `docs/api.md` says before the list of codes. */
export const ERRORS = `Each entry of \`errors\` has a \`message\` for people and a code for programs, in \`extensions.code\`. \`path\` is the field that failed:

\`\`\`json error
{
  "errors": [
    {
      "message": "Another user already has this username, or one that looks the same in another alphabet. Choose a different username.",
      "locations": [{ "line": 1, "column": 12 }],
      "path": ["createUser"],
      "extensions": { "code": "ALREADY_EXISTS", "field": "username" }
    }
  ],
  "data": null
}
\`\`\`

If one value of the input is wrong, \`extensions.field\` is its path. Lists count from 0: \`redirectUris.1\` is the second redirect URI.

| What is wrong | Codes | What to do |
| --- | --- | --- |
| the request | \`BAD_REQUEST\`, \`GRAPHQL_PARSE_FAILED\`, \`GRAPHQL_VALIDATION_FAILED\`, \`BAD_USER_INPUT\`, \`OPERATION_RESOLUTION_FAILURE\`, \`PERSISTED_QUERY_NOT_SUPPORTED\` | Correct the program. The message says what is wrong. The same request fails again |
| a value | \`INVALID_INPUT\`, \`NOT_FOUND\`, \`ALREADY_EXISTS\` | Correct the value that \`extensions.field\` names |
| the caller | \`UNAUTHENTICATED\` | Send a valid key or token |
| the caller | \`FORBIDDEN\` | Use a key or token with the permission that the message names |
| the caller | \`FRESH_SIGN_IN_REQUIRED\` | Let the user [sign in again](administration.md#fresh-sign-ins), then repeat the mutation |
| the state | \`CONFLICT\` | Read the message. It says what to do first, or that you can try again |
| the moment | \`RATE_LIMITED\`, \`UNAVAILABLE\` | Wait, then send the request again. Ask for less if a query took too long |
| the server | \`INTERNAL_SERVER_ERROR\` | Look in the log of the server |

The HTTP status is 200 if the server has carried out the operation, also if fields of it were refused. Other statuses:

| Status | Reason |
| --- | --- |
| 400 | The request is not JSON, or the operation or its variables are wrong or too costly. Also a wrong argument of a subscription |
| 401 | There is no valid key or token |
| 403 | The caller lacks the permission for a subscription |
| 405 | The request is not a POST |
| 406 | A subscription was sent without \`Accept: text/event-stream\` |
| 413 | The request is larger than 256 kB |
| 415 | The request does not have \`Content-Type: application/json\`, or it is compressed |
| 429 | Too many requests came from this address, or the caller has too many streams |
| 500 | The server failed. Its log has the details |
| 503 | The database is not available. \`Retry-After\` says after how many seconds to try again |`;
