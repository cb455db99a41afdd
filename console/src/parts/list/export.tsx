import { useState } from 'preact/hooks';
import { useConsole } from '../console-context.js';
import { MenuButton } from '../menu-button.js';
import { toCsv } from './csv.js';

interface ExportProps {
  readonly name: string;
  readonly rows: () => Promise<readonly object[]>;
}

/** Buttons that save all rows of a list as a file. */
export function Export({ name, rows }: ExportProps) {
  const { texts } = useConsole();
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState('');
  const save = async (extension: string, type: string, write: (rows: readonly object[]) => string) => {
    setRunning(true);
    setProblem('');
    try {
      download(`${name}.${extension}`, new Blob([write(await rows())], { type }));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setRunning(false);
    }
  };
  return (
    <MenuButton label={texts.say('list.export')}>
      <button type="button" disabled={isRunning} onClick={() => void save('csv', 'text/csv', toCsv)}>
        {texts.say('list.exportCsv')}
      </button>
      <button
        type="button"
        disabled={isRunning}
        onClick={() => void save('json', 'application/json', (all) => `${JSON.stringify(all, null, 2)}\n`)}
      >
        {texts.say('list.exportJson')}
      </button>
      <p role="status">{isRunning ? texts.say('list.exporting') : problem}</p>
    </MenuButton>
  );
}

function download(name: string, file: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
