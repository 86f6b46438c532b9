/**
 * Loaded before the program, so that its parent can ask for how long its main thread has computed at
 * most without a turn for anything else: other work on the machine does not lengthen that.
 */
const LOOK = 5

let before = computed()
let longest = 0

function computed(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

setInterval(() => {
  const now = computed()
  longest = Math.max(longest, now - before)
  before = now
}, LOOK).unref()

process.on('message', () => {
  process.send?.(longest)
  longest = 0
})
process.channel?.unref()
