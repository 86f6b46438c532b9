/** What the first bytes of a file say of its format. */
export interface PictureFormat {
  /** As authors know it. */
  readonly name: string
  /** Media type; null for what browsers do not show. */
  readonly type: string | null
  /** What its name may end in. */
  readonly endings: readonly string[]
  /** Why it is not taken, and how to fix it; null for what is. */
  readonly refusal: string | null
}

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
    `is a HEIC photo, which hardly anything reads; ${AS_PHOTO}`,
    /^[^]{4}ftyp(hei[cx]|hev[cx]|mif1|msf1)/,
  ),
  format(
    'SVG',
    'image/svg+xml',
    ['.svg'],
    'is an SVG drawing, which no directory takes and which looks different on each machine; export it as a PNG of 3000 × 3000 pixels',
    /^(\xEF\xBB\xBF)?\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*|<!DOCTYPE svg[^>]*>\s*)*<svg[\s>]/i,
  ),
  format(
    'HTML',
    null,
    ['.html'],
    'is a web page and no picture; put the picture itself there',
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

/** What is looked at of a file. */
const HEAD = 1024

/** Tells the format of a picture by its bytes, whatever its name says; null for what is none. */
export function recognisePicture(bytes: Uint8Array): PictureFormat | null {
  const head = Buffer.from(bytes.subarray(0, HEAD)).toString('latin1')
  return FORMATS.find(({ starts }) => starts.some((start) => start.test(head))) ?? null
}

/** Why a picture cannot be used; the message goes on behind its name: what is wrong, and how to fix it. */
export class PictureError extends Error {
  override readonly name = 'PictureError'
  /** What kind of trouble it is. */
  readonly trouble: 'unreadable' | 'too-small'

  constructor(message: string, trouble: PictureError['trouble'], options?: ErrorOptions) {
    super(message, options)
    this.trouble = trouble
  }
}
