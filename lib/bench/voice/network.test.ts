import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { startDistance, type Distance } from '#lib/bench/voice/network.ts'

let server: Server
let distance: Distance
afterEach(async () => {
  await distance.close()
  await new Promise((resolve) => { server.close(resolve) })
})

/** Says back what it hears, and ends when the other end does. */
async function far(way: { medianMs: number; sigma: number }) {
  server = createServer({ allowHalfOpen: true }, (socket) => socket.pipe(socket))
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  distance = await startDistance((server.address() as AddressInfo).port, 1, way)
  return connect({ port: distance.port, host: '127.0.0.1' })
}

test('what goes over an ocean comes in its order however late each piece is, and its end after it', async () => {
  const socket = await far({ medianMs: 3, sigma: 1.5 })
  let heard = ''
  socket.on('data', (data: Buffer) => { heard += data.toString('utf8') })
  const words = Array.from({ length: 60 }, (_, n) => `<${n}>`)
  for (const word of words) {
    socket.write(word)
    await new Promise((resolve) => { setImmediate(resolve) })
  }
  socket.end()
  await new Promise((resolve) => { socket.once('end', resolve) })
  expect(heard).toBe(words.join(''))
})

test('an answer is never sooner than both ways', async () => {
  const socket = await far({ medianMs: 30, sigma: 0 })
  const asked = performance.now()
  socket.write('x')
  await new Promise((resolve) => { socket.once('data', resolve) })
  expect(performance.now() - asked).toBeGreaterThanOrEqual(60)
  socket.destroy()
})
