import type { LeftOut } from './counter.ts'
import type { Counting, Statistics } from './statistics.ts'

/** The reasons for which requests were left out, in the order of the report. */
const WHY_LEFT_OUT: readonly (readonly [reason: LeftOut, why: string])[] = [
  ['bot', 'robots'],
  ['nameless', 'without a user agent'],
  ['watch', 'copies that an Apple Watch makes by itself'],
  ['method', 'not a download: HEAD and other methods'],
  ['status', 'not sent: up to date (304), moved, not found, refused'],
  ['probe', 'probes of one or two bytes'],
  ['short', 'less than a minute of sound'],
  ['stray', 'more than a day late or ahead in their log'],
]

/** The reasons for which requests were left out of these counts. */
export function leftOutOf({
  leftOut,
}: Counting): readonly (readonly [why: string, count: number])[] {
  return WHY_LEFT_OUT.flatMap(([reason, why]) =>
    leftOut[reason] === 0 ? [] : [[why, leftOut[reason]] as const],
  )
}

/** The definition of a download, printed below the figures. */
export function howCounted({ timezone }: Statistics): string {
  return `A download is a minute of sound, or all of a shorter recording, that one client was sent of one episode on one day (${timezone}). A client is an address, of IPv6 its first 64 bits, with a user agent. This follows the podcast measurement guidelines 2.1 of the IAB Tech Lab, but nobody has audited it; addresses of data centres are not recognised.`
}

/** What the operator should know about the logs, each with what to do about it. */
export function adviceOf({ counting, period, downloads }: Statistics): readonly string[] {
  const { broken, withoutClient, withoutBytes, strange, strangers, requests } = counting
  const advice: string[] = []
  if (broken.count > 0) {
    advice.push(
      `${counted(broken.count, 'line about recordings', 'lines about recordings')} cannot be read, the first is ${broken.first}; log in the combined form, or in JSON`,
    )
  }
  if (withoutBytes > 0) {
    advice.push(
      `${counted(withoutBytes, 'request does', 'requests do')} not say how many bytes were sent, and count for nothing; log that, too`,
    )
  }
  if (withoutClient > 0) {
    advice.push(
      `${counted(withoutClient, 'request names', 'requests name')} no client, so that all listeners with one app on one day are one; log the address, if only its network`,
    )
  }
  const [stranger] = strangers
  if (stranger !== undefined) {
    advice.push(
      `${counted(strange, 'request is for a recording', 'requests are for recordings')} that no episode has, such as ${stranger.name}; name the folder of its show with --folder`,
    )
  }
  if (requests > 0 && downloads === 0 && period !== null) {
    advice.push('no request became a download; the reasons are in the table of requests')
  }
  return advice
}

function counted(count: number, one: string, several: string): string {
  return `${formatCount(count)} ${count === 1 ? one : several}`
}

/** A number with thousands separators. */
export function formatCount(count: number): string {
  return count.toLocaleString('en')
}

/** A part of a whole, in percent. */
export function formatShare(part: number, whole: number): string {
  const share = whole === 0 ? 0 : (100 * part) / whole
  return share > 0 && share < 1 ? '<1 %' : `${Math.round(share)} %`
}
