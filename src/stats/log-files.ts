import { type Log, LogError, type Piece, readLog } from './log-file.ts'

/** A piece of a log; pieces come in the order of their times, if they have any. */
export interface TimedPiece extends Piece {
  /**
   * Milliseconds since 1970. No later piece has an earlier request, except lines that are out of order within
   * a log.
   */
  readonly settled: number
}

export interface ReadOptions {
  /** Receives a sentence about each log that cannot be read; the others are read nevertheless. */
  readonly tell: (sentence: string) => void
  /** Receives the number of logs that have been read. */
  readonly progress: (done: number, total: number) => void
}

interface Reader {
  readonly pieces: AsyncGenerator<Piece>
  /** The earliest time in its last piece. */
  at: number
}

/**
 * Merges logs in the order of their times: rotated ones in any order, and overlapping ones of several
 * servers. Only logs that overlap are open at the same time, each with one piece in memory.
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

/** Pieces in which the first request for a recording is expected. */
const MOST_PEEKED = 20

/** The time of the first request of a log. A log that cannot be read is reported when its turn comes. */
async function beginOf(log: Log): Promise<number> {
  let peeked = 0
  try {
    for await (const piece of readLog(log)) {
      const begins = earliestOf(piece)
      if (begins !== null) return begins
      // No request was found, so it may begin at any time and is read first.
      if (++peeked >= MOST_PEEKED) return -Infinity
    }
    return Infinity
  } catch {
    return Infinity
  }
}

/**
 * The earliest time rather than the latest: a broken line from the far future must not close the days before
 * it, whereas one from the past only delays one piece.
 */
function earliestOf({ requests }: Piece): number | null {
  let earliest = Infinity
  for (const { time } of requests) earliest = Math.min(earliest, time)
  return earliest === Infinity ? null : earliest
}
