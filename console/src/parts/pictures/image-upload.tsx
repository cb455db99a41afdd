import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { useConsole } from '../console-context.js';
import { useUpload } from './use-upload.js';

export interface ImageUploadProps {
  readonly label: string;
  readonly hint?: string;
  /** Where the image is sent, such as `/pictures/users/ID`. */
  readonly path: string;
  /** The present image, if the field shows it. */
  readonly shown?: ComponentChildren;
  /** Buttons beside the field. */
  readonly children?: ComponentChildren;
  /** `url` is the address that the image has on the server. */
  readonly onSent: (url: string) => void;
}

/** The formats that the server accepts. */
const FORMATS = 'image/jpeg,image/png,image/webp';

/** Sends an image as soon as the user chooses a file. */
export function ImageUpload({ label, hint, path, shown, children, onSent }: ImageUploadProps) {
  const { texts } = useConsole();
  const id = useId();
  const { send, isRunning, error } = useUpload(path);

  async function upload(input: HTMLInputElement): Promise<void> {
    const [file] = input.files ?? [];
    // Otherwise, the user could not choose the same file once more, after it was corrected.
    input.value = '';
    const url = file && (await send(file));
    if (url !== undefined) onSent(url);
  }
  return (
    <div class="field image-upload" aria-busy={isRunning}>
      <label for={id}>{label}</label>
      <div class="line">
        {shown}
        <input
          id={id}
          type="file"
          accept={FORMATS}
          disabled={isRunning}
          aria-describedby={`${id}-hint`}
          onChange={({ currentTarget }) => void upload(currentTarget)}
        />
        {children}
      </div>
      <p id={`${id}-hint`} class="hint">
        {isRunning ? texts.say('parts.uploading') : (hint ?? texts.say('parts.pictureHint'))}
      </p>
      {error !== undefined && (
        <p class="field-error" role="alert">
          {error.message}
        </p>
      )}
    </div>
  );
}
