/**
 * The endings that a file of each media type may have, the best one first. The types are written as
 * Apple lists them, and by their registration where it lists none: Opus is `audio/ogg`, see RFC 7845
 * section 9.
 *
 * @see https://podcasters.apple.com/support/823-podcast-requirements
 */
const EXTENSIONS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  'audio/mpeg': ['mp3', 'mp2', 'mp1', 'mpga', 'mpa'],
  'audio/x-m4a': ['m4a', 'm4b', 'mp4', 'm4p', 'm4r'],
  'video/mp4': ['mp4', 'm4v'],
  'video/x-m4v': ['m4v', 'mp4'],
  'video/quicktime': ['mov', 'qt'],
  'audio/aac': ['aac', 'adts'],
  'audio/ogg': ['ogg', 'opus', 'oga', 'spx'],
  'video/ogg': ['ogv', 'ogg'],
  'audio/flac': ['flac'],
  'audio/wav': ['wav', 'wave'],
  'audio/webm': ['webm', 'weba'],
  'video/webm': ['webm'],
  'audio/x-matroska': ['mka', 'mkv'],
  'video/x-matroska': ['mkv'],
}

/** A warning where a name's ending belongs to another media type than the file has; else none. */
export function extensionWarnings(extension: string, type: string): readonly string[] {
  const allowed = EXTENSIONS[type]
  if (extension === '' || !allowed || allowed.includes(extension)) return []
  return [
    `it is ${type}, though its name ends in ".${extension}", and podcast apps go by the name: rename it to end in ".${allowed[0]}"`,
  ]
}
