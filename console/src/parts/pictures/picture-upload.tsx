import { useId } from 'preact/hooks';
import { useConsole } from '../console-context.js';
import { Picture } from './picture.js';
import { useUpload } from './use-upload.js';

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
  const { texts } = useConsole();
  const id = useId();
  const { send, isRunning, error } = useUpload(path);

  async function upload(file: File | undefined): Promise<void> {
    const sent = file && (await send(file));
    if (sent !== undefined) onChange(sent);
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
          onChange={({ currentTarget }) => void upload(currentTarget.files?.[0])}
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
      {error !== undefined && (
        <p class="field-error" role="alert">
          {error.message}
        </p>
      )}
    </div>
  );
}
