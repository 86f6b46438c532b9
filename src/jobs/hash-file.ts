import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { whyUnreadable } from '../base/fault.ts'
import type { FileFacts } from '../base/disk.ts'
import { hashOf, JobFailure, UNREADABLE, type Job, type Kind } from './job.ts'

/** A file and the algorithm to hash it with. */
interface Hashing {
  readonly file: string
  readonly algorithm: 'sha256' | 'sha384'
}

/** Hashes the bytes of a file. The result is in base64. */
export const HASH_FILE: Kind<Hashing, string> = {
  name: 'hashes',
  counted: 'files hashed',
  methods: ['hash 1'],
  schema: v.string(),
  atOnce: 2,
  async run({ file, algorithm }, { signal, disk }) {
    const hash = createHash(algorithm)
    try {
      await using handle = await disk.open(file)
      for await (const chunk of handle.createReadStream({ signal })) hash.update(chunk)
    } catch (cause) {
      throw new JobFailure(whyUnreadable(cause), 'unreadable', UNREADABLE, { cause })
    }
    return hash.digest('base64')
  },
}

/**
 * The job of hashing a file.
 *
 * @param key The file, relative to the content folder.
 */
export function hashFile(
  key: string,
  work: Hashing,
  { bytes, modified }: FileFacts,
): Job<Hashing, string> {
  const input = hashOf(bytes, modified)
  return { kind: HASH_FILE, key: `${work.algorithm} ${key}`, input, work, believed: Infinity }
}
