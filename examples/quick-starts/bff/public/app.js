const app = document.querySelector('#app');

/** The server has the tokens. The browser sends only the cookie of its session, which no script can read. */
async function send(path, method = 'GET') {
  const response = await fetch(path, { method, headers: { 'X-Requested-With': 'bff' } });
  return response.json();
}

/** `textContent` escapes the text: a user can choose any name. */
function show(tag, text, onclick) {
  app.append(Object.assign(document.createElement(tag), { textContent: text, onclick }));
}

async function signOut() {
  const { next } = await send('/bff/logout', 'POST');
  location.assign(next);
}

async function callApi() {
  show('pre', JSON.stringify(await send('/api/profile'), null, 2));
}

const { user, problem } = await send('/bff/session');
if (problem) show('p', `Not signed in: ${problem}`);
if (user) {
  show('h1', `Hello ${user.name}`);
  show('p', `E-mail: ${user.email}`);
  show('p', `Groups: ${user.groups.join(', ')}`);
  show('button', 'Call the API', callApi);
  show('button', 'Sign out', signOut);
} else {
  show('button', 'Sign in', () => location.assign('/bff/login'));
}
