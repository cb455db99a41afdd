import { useId } from 'preact/hooks';
import { useConsole } from '../../parts/console-context.js';
import { useNotice } from '../../parts/notices/use-notice.js';
import { useUpload } from '../../parts/pictures/use-upload.js';

export interface LogoUploadProps {
  readonly label: string;
  readonly path: string;
  /** `url` is the address that the image has on the server. */
  readonly onDone: (url: string) => void;
}

export function LogoUpload({ label, path, onDone }: LogoUploadProps) {
  const { texts } = useConsole();
  const notify = useNotice();
  const id = useId();
  const { send, isRunning, error } = useUpload(path);

  async function upload(file: File): Promise<void> {
    const url = await send(file);
    if (url === undefined) return;
    notify(texts.say('branding.uploaded'));
    onDone(url);
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="file"
        accept="image/jpeg,image/png,image/webp"
        disabled={isRunning}
        aria-describedby={`${id}-hint`}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          currentTarget.value = '';
          if (file !== undefined) void upload(file);
        }}
      />
      <p id={`${id}-hint`} class="hint">
        {texts.say(isRunning ? 'branding.uploading' : 'branding.uploadHint')}
      </p>
      {error !== undefined && (
        <p class="field-error" role="alert">
          {error.message}
        </p>
      )}
    </div>
  );
}
