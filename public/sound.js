/** What the players of the page, the element and the frame have in common. */

/** Milliseconds until it shows that the listener waits, and until the connection is called slow. */
const SHOWN = 300
const SLOW = 10_000

function onAny(audio, types, act) {
  for (const type of types) audio.addEventListener(type, act)
}

/**
 * Tells when the listener waits for a recording: `show` is called with `loading` or `slow`, and with
 * '' when it goes on.
 */
export function watchLoading(audio, show) {
  let state = ''
  let timers = []
  const tell = (next) => {
    if (next === state) return
    state = next
    show(next)
  }
  const begin = () => {
    if (timers.length > 0 || audio.paused || audio.ended || audio.readyState > 2) return
    timers = [setTimeout(tell, SHOWN, 'loading'), setTimeout(tell, SLOW, 'slow')]
  }
  const end = () => {
    timers.forEach(clearTimeout)
    timers = []
    tell('')
  }
  onAny(audio, ['play', 'waiting', 'stalled', 'seeking'], begin)
  onAny(audio, ['playing', 'pause', 'ended', 'error', 'emptied'], end)
  onAny(audio, ['timeupdate'], () => audio.readyState > 2 && end())
  begin()
}

/** One voice at once, over all tabs and frames of a site: who begins to play stops the others. */
export function speakAlone(audio) {
  let others = null
  const begin = () => {
    if (others !== null || audio.paused || !('BroadcastChannel' in globalThis)) return
    others = new BroadcastChannel('sidecast')
    others.onmessage = () => audio.pause()
    others.postMessage('play')
  }
  const end = () => {
    others?.close()
    others = null
  }
  onAny(audio, ['play'], begin)
  onAny(audio, ['pause', 'ended', 'emptied'], end)
  begin()
}

/** What has been loaded of a recording, as a picture of that colour behind the scrubber. */
export function pictureOfLoaded({ buffered }, length, colour) {
  const place = (seconds) =>
    `calc(var(--thumb) / 2 + ${Math.min(1, seconds / length)} * (100% - var(--thumb)))`
  const parts = Array.from({ length: buffered.length }, (_, index) => {
    const [from, to] = [place(buffered.start(index)), place(buffered.end(index))]
    return `transparent ${from}, ${colour} ${from} ${to}, transparent ${to}`
  })
  return length > 0 && parts.length > 0 ? `linear-gradient(to right, ${parts.join(', ')})` : 'none'
}
