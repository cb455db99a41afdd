/** The server accepts images up to this size. */
const MAX_BYTES = 2_000_000;

/** The longest side of a smaller copy. The server makes it smaller still. */
const LONGEST_SIDE = 1600;
const QUALITY = 0.9;

/** Replaces an image that is too large for the server, such as a photo of a phone, with a smaller copy. */
export function shrinkPictures(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>('input[type=file]'))
    input.addEventListener('change', () => void shrinkPicture(input));
}

async function shrinkPicture(input: HTMLInputElement): Promise<void> {
  const file = input.files?.[0];
  if (file === undefined || file.size <= MAX_BYTES) return;
  // If the browser cannot read the image, the server says what is wrong with it.
  const copy = await copyOf(file).catch(() => null);
  if (copy === null || input.files?.[0] !== file) return;
  const transfer = new DataTransfer();
  transfer.items.add(new File([copy], file.name, { type: copy.type }));
  input.files = transfer.files;
}

async function copyOf(file: File): Promise<Blob | null> {
  const image = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const context = canvas.getContext('2d');
  if (context === null) return null;
  // A JPEG image has no transparency.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
}
