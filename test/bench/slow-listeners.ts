import { connect, type Socket } from 'node:net'
import { argv } from 'node:process'

/**
 * Downloads a recording many times at once, slowly: each reads some bytes and rests. Writes `ready`
 * when all have begun.
 */
const [, , url = '', count = ''] = argv
const { hostname, port, pathname } = new URL(url)
const BYTES_A_SECOND = 16_000

function listenSlowly(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    socket.once('error', reject)
    socket.once('connect', () => socket.write(`GET ${pathname} HTTP/1.1\r\nHost: a\r\n\r\n`))
    socket.once('data', () => resolve(socket))
    socket.on('data', (chunk) => {
      socket.pause()
      setTimeout(() => socket.resume(), (chunk.length / BYTES_A_SECOND) * 1000)
    })
  })
}

const sockets: Socket[] = []
for (let index = 0; index < Number(count); index += 1) sockets.push(await listenSlowly())
for (const socket of sockets) {
  socket.on('close', () => {
    throw new Error('a download was cut off')
  })
}
console.log('ready')
