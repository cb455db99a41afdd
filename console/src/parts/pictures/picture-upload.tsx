import { useId, useState } from 'preact/hooks';
import { useConsole } from '../console-context.js';
import { Picture } from './picture.js';

export interface PictureUploadProps {
  readonly label: string;
  readonly url: string | null;
  /** The name of what has the picture. Its first letters stand in place of a picture. */
  readonly name: string;
  /** Where the image is sent, such as `/pictures/users/ID`. */
  readonly path: string;
  readonly onChange: (url: string) => void;
  readonly onRemove: () => unknown;
}

/** The formats that the server accepts. */
const FORMATS = 'image/jpeg,image/png,image/webp';

/** Shows a picture, and sends another one as soon as the user chooses a file. */
export function PictureUpload({ label, url, name, path, onChange, onRemove }: PictureUploadProps) {
  const { connection, texts } = useConsole();
  const id = useId();
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState('');
  async function send(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    setRunning(true);
    setProblem('');
    try {
      onChange(await connection.upload(path, file));
    } catch (error) {
      setProblem((error as Error).message);
    } finally {
      setRunning(false);
    }
  }
  return (
    <div class="field picture-upload" aria-busy={isRunning}>
      <label for={id}>{label}</label>
      <div class="line">
        <Picture url={url} name={name} isLarge />
        <input
          id={id}
          type="file"
          accept={FORMATS}
          disabled={isRunning}
          aria-describedby={`${id}-hint`}
          onChange={({ currentTarget }) => void send(currentTarget.files?.[0])}
        />
        {url !== null && (
          <button type="button" class="small" disabled={isRunning} onClick={() => void onRemove()}>
            {texts.say('parts.removePicture')}
          </button>
        )}
      </div>
      <p id={`${id}-hint`} class="hint">
        {texts.say('parts.pictureHint')}
      </p>
      {problem !== '' && (
        <p class="field-error" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
