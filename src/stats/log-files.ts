import { type Log, LogError, type Piece, readLog } from './log-file.ts'

/** A piece of some log, in the order of their times as far as pieces have one. */
export interface TimedPiece extends Piece {
  /** Milliseconds since 1970: nothing earlier is to come, but for lines out of order within a log. */
  readonly settled: number
}

export interface ReadOptions {
  /** Receives a sentence about each log that cannot be read; the others are. */
  readonly tell: (sentence: string) => void
  /** Is told how many of the logs are read. */
  readonly progress: (done: number, total: number) => void
}

interface Reader {
  readonly pieces: AsyncGenerator<Piece>
  /** The earliest time of its last piece. */
  at: number
}

/**
 * Reads logs together, in the order of their times: rotated ones in any order, and those of several
 * servers that overlap. Only those that overlap are open at once, each with one piece in memory.
 *
 * @yields Their pieces.
 */
export async function* readLogs(
  logs: readonly Log[],
  { tell, progress }: ReadOptions,
): AsyncGenerator<TimedPiece> {
  const waiting: { log: Log; begins: number }[] = []
  for (const log of logs) {
    const begins = log.isOnce ? -Infinity : await beginOf(log)
    waiting.push({ log, begins })
  }
  waiting.sort((a, b) => a.begins - b.begins)
  const readers: Reader[] = []
  for (;;) {
    const reader = readers.toSorted((a, b) => a.at - b.at)[0]
    const [next] = waiting
    if (next !== undefined && next.begins <= (reader?.at ?? Infinity)) {
      waiting.shift()
      readers.push({ pieces: readLog(next.log), at: next.begins })
      continue
    }
    if (reader === undefined) return
    const piece = await nextPiece(reader, tell)
    if (piece === null) {
      readers.splice(readers.indexOf(reader), 1)
      progress(logs.length - waiting.length - readers.length, logs.length)
    } else {
      reader.at = earliestOf(piece) ?? reader.at
      const others = [...readers.map(({ at }) => at), next?.begins ?? Infinity]
      yield { ...piece, settled: Math.min(...others) }
    }
  }
}

async function nextPiece(
  { pieces }: Reader,
  tell: (sentence: string) => void,
): Promise<Piece | null> {
  try {
    const { value, done } = await pieces.next()
    return done === true ? null : value
  } catch (cause) {
    if (!(cause instanceof LogError)) throw cause
    tell(cause.message)
    return null
  }
}

/** In so many pieces a request for a recording should be found. */
const MOST_PEEKED = 20

/** When a log begins; one that cannot be read is reported when its turn comes. */
async function beginOf(log: Log): Promise<number> {
  let peeked = 0
  try {
    for await (const piece of readLog(log)) {
      const begins = earliestOf(piece)
      if (begins !== null) return begins
      // It may begin at any time, so it is read first.
      if (++peeked >= MOST_PEEKED) return -Infinity
    }
    return Infinity
  } catch {
    return Infinity
  }
}

/**
 * The earliest time and not the latest: a broken line from the far future must not end the days before
 * it, while one from the past only holds up one piece.
 */
function earliestOf({ requests }: Piece): number | null {
  let earliest = Infinity
  for (const { time } of requests) earliest = Math.min(earliest, time)
  return earliest === Infinity ? null : earliest
}
