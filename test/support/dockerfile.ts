/** One instruction, such as `COPY src src`. */
interface Instruction {
  readonly keyword: string;
  readonly text: string;
}

/** One `FROM` with the instructions after it. A stage without a name has its number. */
export interface Stage {
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

/** The instructions that a replay carries out or may ignore. Any other one is an error. */
const KNOWN = ['ARG', 'FROM', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'EXPOSE', 'HEALTHCHECK', 'CMD'];

/** Parses a Dockerfile. Throws if it has an instruction that is not known here. */
export function parseDockerfile(text: string): Stage[] {
  const lines = text
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n');
  const stages: { name: string; instructions: Instruction[] }[] = [];
  for (const line of lines.map((line) => line.trim()).filter((line) => line !== '')) {
    const [, keyword = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
    if (!KNOWN.includes(keyword)) throw new Error(`The replay does not know the instruction ${line}.`);
    if (keyword === 'FROM')
      stages.push({ name: / AS (\S+)$/i.exec(rest)?.[1] ?? String(stages.length), instructions: [] });
    else stages.at(-1)?.instructions.push({ keyword, text: rest });
  }
  return stages;
}

/** The words of an instruction in its JSON form: `CMD ["node", "main.js"]`. */
export function jsonWords(stage: Stage, keyword: string): string[] {
  const { text = '' } = stage.instructions.find((instruction) => instruction.keyword === keyword) ?? {};
  return JSON.parse(text.slice(text.indexOf('['))) as string[];
}

/** Returns whether the build context has a path. In `.dockerignore` the last line that matches decides. */
export function contextFilter(dockerignore: string): (path: string) => boolean {
  const rules = dockerignore
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ includes: line.startsWith('!'), pattern: toPattern(line.replace(/^!/, '')) }));
  return (path) => rules.findLast(({ pattern }) => pattern.test(path))?.includes ?? true;
}

/** A pattern matches a path and everything below it. */
function toPattern(glob: string): RegExp {
  const parts = glob.split(/(\*\*|\*)/).map((part) => {
    if (part === '**') return '.*';
    return part === '*' ? '[^/]*' : part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}(/.*)?$`);
}
