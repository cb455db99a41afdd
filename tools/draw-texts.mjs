// Prints a random sample of the comments, error texts and other texts in this project, so that a reader who has never
// seen the project can judge them. Usage: node tools/draw-texts.mjs SEED [COMMITS, such as v0.1.0..HEAD]
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from '@babel/parser';

const [seed = '1', commits = 'HEAD'] = process.argv.slice(2);

const git = (...words) => execFileSync('git', words, { encoding: 'utf8' }).trim().split('\n');
const sources = git('ls-files', 'src', 'packages', 'console', 'tools').filter(
  (path) => /\.tsx?$/.test(path) && !path.includes('generated'),
);

/** Hashes each text together with the seed and takes the smallest hashes, so the same seed gives the same sample. */
function draw(texts, count) {
  const hash = (text) => createHash('sha256').update(`${seed}\n${text}`).digest('hex');
  return [...new Set(texts)]
    .map((text) => [hash(text), text])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, count)
    .map(([, text]) => text);
}

/** Joins `//` comments on consecutive lines, because a reader sees them as one comment. */
function joinLines(all) {
  const joined = [];
  for (const { type, value, loc } of all) {
    const last = joined.at(-1);
    if (type === 'CommentLine' && last?.type === type && last.end === loc.start.line - 1) {
      last.value += ` ${value}`;
      last.end = loc.end.line;
    } else {
      joined.push({ type, value, loc, end: loc.end.line });
    }
  }
  return joined;
}

const comments = [];
const errors = [];
for (const path of sources) {
  const code = readFileSync(path, 'utf8');
  const tree = parse(code, {
    sourceType: 'module',
    plugins: ['typescript', 'decorators-legacy', ...(path.endsWith('x') ? ['jsx'] : [])],
  });
  for (const { value, loc } of joinLines(tree.comments)) {
    const text = value
      .replace(/^\*/, '')
      .replace(/\n\s*\*/g, '')
      .replace(/\s+/g, ' ')
      .trim();
    if (text.length > 25 && !text.startsWith('biome')) comments.push(`${path}:${loc.start.line}  ${text}`);
  }
  const visit = (node) => {
    if (node === null || typeof node !== 'object') return;
    if (node.type === 'NewExpression' && /Error$/.test(node.callee.name ?? '')) {
      for (const argument of node.arguments) {
        if (!['StringLiteral', 'TemplateLiteral'].includes(argument.type)) continue;
        const text = code.slice(argument.start + 1, argument.end - 1);
        if (text.includes(' ')) errors.push(text);
      }
    }
    for (const [key, child] of Object.entries(node)) {
      if (key === 'loc' || key.endsWith('Comments')) continue;
      if (Array.isArray(child)) child.forEach(visit);
      else if (child?.type) visit(child);
    }
  };
  visit(tree.program);
}
const descriptions = [...readFileSync('schema.graphql', 'utf8').matchAll(/"""([\s\S]*?)"""\s*([^\n]*)/g)].map(
  ([, text, what]) => `${what.trim()}  —  ${text.replace(/\s+/g, ' ').trim()}`,
);

const print = (title, texts) =>
  console.log(`\n## ${title}\n${texts.map((text, index) => `${index + 1}. ${text}`).join('\n')}`);
print('Comments', draw(comments, 30));
print('Error texts', draw(errors, 20));
print('Descriptions of the API', draw(descriptions, 20));
print('Commit subjects', draw(git('log', '--no-merges', '--format=%s', commits), 10));
