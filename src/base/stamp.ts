import { stat } from 'node:fs/promises'

/** Differs after each write of a file; '' if there is none. */
export async function stampOf(file: string): Promise<string> {
  const facts = await stat(file).catch(() => null)
  return facts === null ? '' : `${facts.ino} ${facts.size} ${facts.mtimeMs}`
}
