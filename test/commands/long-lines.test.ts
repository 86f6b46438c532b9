import { describe, expect, test } from 'vitest'
import { EVERYTHING } from '../support/extent.ts'
import { makeFolder } from '../support/folder.ts'
import { sidecast } from '../support/program.ts'
import { silentMp3 } from '../support/silence.ts'

/** What begins something that never ends, again and again, in one line of 300,000 characters. */
const PIECES = [
  '{{',
  '{%',
  '{:',
  '${',
  '![',
  '[',
  '::: ',
  '<img',
  '<img ',
  '<a ',
  '<http:',
  ' /',
  ' - ',
  '0',
  'a',
]
const LENGTH = 300_000

/**
 * Looking for the end of each beginning takes minutes where it grows with the square of the length;
 * otherwise a few seconds.
 */
const PATIENCE = 60_000

describe.runIf(EVERYTHING)('a line that begins the same thing again and again', () => {
  test.each(PIECES)(
    'costs no more than its length to check and to say: %j',
    async (piece) => {
      const line = piece.repeat(LENGTH / piece.length)
      const folder = await makeFolder({
        'tides.md': `---\ntitle: Tides\ndate: 2026-05-04\naudio: tides.mp3\n---\n\nThe sea.\n\n${line}\n`,
        'tides.mp3': silentMp3(),
      })
      const checked = await sidecast(['check', folder])
      expect(checked.stdout).toContain('1 episode checked')
      const said = await sidecast(['narrate', folder, '--script', 'tides.md'])
      expect(said.stdout).toContain('The sea.')
    },
    PATIENCE,
  )
})
