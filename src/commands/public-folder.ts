import { join } from 'node:path'

/** What is served as it is: style, player script, icons. It belongs to the program. */
export const PUBLIC_FOLDER = join(import.meta.dirname, '../../public')
