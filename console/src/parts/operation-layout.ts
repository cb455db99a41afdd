/** A string, a spread, a word with its sign, or a punctuator. */
const TOKEN = /"(?:\\.|[^"\\])*"|\.{3}\s*(?:on\b)?|[$@-]?\w[\w.]*|[^\s,]/g;

/** The text of an operation in lines, as people write it: the bundler takes out everything that a server does not need. */
export function layOut(document: string): string {
  const open: string[] = [];
  let text = '';
  let before = '';
  for (const [token] of document.matchAll(TOKEN)) {
    const gap = open.includes('(') ? gapInArguments(before, token) : gapInFields(before, token, open.length);
    if (/^[)\]}]$/.test(token)) open.pop();
    if (/^[([{]$/.test(token)) open.push(token);
    text += gap + token.replace(/^\.{3}\s*on$/, '... on');
    before = token;
  }
  return text;
}

function gapInArguments(before: string, token: string): string {
  if (/^[)\]}:!]$/.test(token) || /^[([{]$/.test(before)) return '';
  if (/^[=@]/.test(token) || /^[:=]$/.test(before)) return ' ';
  return ', ';
}

function gapInFields(before: string, token: string, depth: number): string {
  if (before === '' || before === '...' || token === '(' || token === ':') return '';
  if (token === '}') return lineAt(depth - 1);
  if (/^[{@]/.test(token) || before === ':' || /^\.{3}\s*on$/.test(before)) return ' ';
  if (depth > 0) return lineAt(depth);
  return before === '}' ? '\n\n' : ' ';
}

function lineAt(depth: number): string {
  return `\n${'  '.repeat(depth)}`;
}
