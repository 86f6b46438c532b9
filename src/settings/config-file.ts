import { readFile, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { parseJson } from '../posts/front-matter/json.ts'
import { parseToml } from '../posts/front-matter/toml.ts'
import { type Block, BlockError } from '../posts/front-matter/values.ts'
import { parseYaml } from '../posts/front-matter/yaml.ts'
import { parseProgram } from './blog/program-literals.ts'
import { parsePython } from './blog/python-literals.ts'
import { codeOf, whyUnreadable } from '../base/fault.ts'

/** A settings file that exists but cannot be read; the message is a sentence for its author. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly line: number | null

  constructor(message: string, line: number | null, options?: ErrorOptions) {
    super(message, options)
    this.line = line
  }
}

/** In bytes; no configuration written by hand is larger. */
const MOST_BYTES = 1_000_000

const FORMATS: Readonly<Record<string, (text: string) => Block>> = {
  '.yml': parseYaml,
  '.yaml': parseYaml,
  '.toml': parseToml,
  '.json': parseJsonFile,
  '.py': parsePython,
  ...Object.fromEntries(
    ['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts'].map((end) => [end, parseProgram]),
  ),
}

/**
 * Reads a map of settings from YAML, TOML or JSON, by the extension of the file. A program in Python
 * or JavaScript is not run: only the literals in it are read.
 *
 * @returns Null if the file does not exist.
 * @throws {ConfigError} If it cannot be read, or is not a map.
 */
export async function readConfigFile(file: string): Promise<Block | null> {
  const text = await readTextFile(file)
  if (text === null) return null
  const parse = FORMATS[extname(file).toLowerCase()] ?? parseYaml
  try {
    return parse(text)
  } catch (cause) {
    if (!(cause instanceof BlockError)) throw cause
    throw new ConfigError(cause.message, cause.line, { cause })
  }
}

/**
 * Reads a settings file as text, with `\n` as line ends; null if it does not exist.
 *
 * @throws {ConfigError} If it cannot be read or is no text.
 */
export async function readTextFile(file: string): Promise<string | null> {
  try {
    const bytes = await readBytes(file)
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll(/\r\n?/g, '\n')
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(cause))) return null
    const reason =
      cause instanceof TypeError
        ? 'this is not text in UTF-8; save the file in that encoding'
        : `this file cannot be read: ${whyUnreadable(cause)}`
    throw new ConfigError(reason, null, { cause })
  }
}

async function readBytes(file: string): Promise<Buffer> {
  const facts = await stat(file)
  // Reading a pipe or a device might never end.
  if (!facts.isFile()) {
    throw new ConfigError('this is not a file; replace it with a settings file', null)
  }
  if (facts.size > MOST_BYTES) {
    throw new ConfigError(
      `expected settings of at most ${MOST_BYTES} bytes, got ${facts.size}; is this another file?`,
      null,
    )
  }
  return await readFile(file)
}

function parseJsonFile(text: string): Block {
  const start = text.search(/\S/)
  if (text[start] !== '{') throw new BlockError('expected a map in braces: { "key": value }', 1)
  return parseJson(text.slice(start)).block
}
