/** An image format, as recognised by the first bytes of a file. */
export interface PictureFormat {
  /** For messages. */
  readonly name: string
  /** Media type; null for what browsers do not display. */
  readonly type: string | null
  /** The file extensions. */
  readonly endings: readonly string[]
  /** Why it is not accepted, and how to fix it; null for what is. */
  readonly refusal: string | null
}

/** Bounds of Apple for artwork, in pixels each way. @see https://podcasters.apple.com/support/896 */
export const SMALLEST_SIDE = 1400
export const LARGEST_SIDE = 3000
/** Larger files are slow in some apps, or rejected. */
export const MOST_BYTES = 512 * 1024

const AS_PHOTO = 'save it as a JPEG or PNG'

const FORMATS: readonly (PictureFormat & { readonly starts: readonly RegExp[] })[] = [
  format('JPEG', 'image/jpeg', ['.jpg', '.jpeg'], null, /^\xFF\xD8\xFF/),
  format('PNG', 'image/png', ['.png'], null, /^\x89PNG\r\n/),
  format('GIF', 'image/gif', ['.gif'], null, /^GIF8[79]a/),
  format('WebP', 'image/webp', ['.webp'], null, /^RIFF[^]{4}WEBP/),
  format('AVIF', 'image/avif', ['.avif'], null, /^[^]{4}ftypavi[fs]/),
  format('TIFF', null, ['.tif', '.tiff'], null, /^(II\x2A\0|MM\0\x2A)/),
  format(
    'HEIC',
    null,
    ['.heic', '.heif'],
    `is a HEIC photo, which few programs can read; ${AS_PHOTO}`,
    /^[^]{4}ftyp(hei[cx]|hev[cx]|mif1|msf1)/,
  ),
  format(
    'SVG',
    'image/svg+xml',
    ['.svg'],
    'is an SVG drawing, which no directory accepts and which looks different on each machine; export it as a PNG of 3000 × 3000 pixels',
    /^(\xEF\xBB\xBF)?\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s>]/i,
  ),
  format(
    'HTML',
    null,
    ['.html'],
    'is a web page, not an image; replace it with the image',
    /^(\xEF\xBB\xBF)?\s*(<!--[^]*?-->\s*)*<(!doctype html|html|head|body)/i,
  ),
  format('PDF', null, ['.pdf'], `is a PDF document; ${AS_PHOTO}`, /^%PDF-/),
]

function format(
  name: string,
  type: string | null,
  endings: readonly string[],
  refusal: string | null,
  ...starts: readonly RegExp[]
) {
  return { name, type, endings, refusal, starts }
}

/** Bytes of a file that are looked at. */
const HEAD = 1024

/** The format of an image, by its bytes and not its name; null for anything else. */
export function recognisePicture(bytes: Uint8Array): PictureFormat | null {
  const head = Buffer.from(bytes.subarray(0, HEAD)).toString('latin1')
  return FORMATS.find(({ starts }) => starts.some((start) => start.test(head))) ?? null
}

/** Why an image cannot be used; the message continues a sentence that begins with its name. */
export class PictureError extends Error {
  override readonly name = 'PictureError'
  /** `unmade`: not for what it is, but since what was reading it was ended; it may be tried again. */
  readonly trouble: 'unreadable' | 'too-small' | 'unmade'

  constructor(message: string, trouble: PictureError['trouble'], options?: ErrorOptions) {
    super(message, options)
    this.trouble = trouble
  }
}
