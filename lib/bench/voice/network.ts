import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { lognormal, type Lognormal } from '#lib/bench/voice/models/draws.ts'

/** Who is on the other side of an ocean from the pipeline. */
export type Far = 'nobody' | 'providers' | 'caller'

/** One way between London and the east of the United States, as round trips of about 80 ms have it; the jitter is assumed. */
export const ocean: Lognormal = { medianMs: 40, sigma: 0.1 }

/** Passes on what comes, each piece as late as drawn and none before the one that came before it. */
function delayed(from: Socket, to: Socket, drawMs: () => number): void {
  const waiting: { due: number; bytes: Buffer | null }[] = []
  let timer: NodeJS.Timeout | undefined
  const send = () => {
    timer = undefined
    for (let next = waiting[0]; next && next.due <= performance.now(); next = waiting[0]) {
      waiting.shift()
      if (next.bytes) to.write(next.bytes)
      else to.end()
    }
    if (waiting.length > 0) timer = setTimeout(send, Math.max(0, waiting[0]!.due - performance.now()))
  }
  const take = (bytes: Buffer | null) => {
    waiting.push({ due: Math.max(performance.now() + drawMs(), waiting.at(-1)?.due ?? 0), bytes })
    timer ??= setTimeout(send, Math.max(0, waiting[0]!.due - performance.now()))
  }
  from.on('data', take)
  from.once('end', () => take(null))
  // Who is cut off is cut off at once: nobody measures how soon.
  from.once('close', (hadError) => { if (hadError) to.destroy() })
  from.on('error', () => to.destroy())
}

export type Distance = { port: number; close: () => Promise<void> }

/** A port of 127.0.0.1 that is as far away from `port` as an ocean is wide, both ways; opening a connection through it costs a first round trip with the first bytes alone. */
export async function startDistance(port: number, seed: number, way: Lognormal = ocean): Promise<Distance> {
  let draws = 0
  const drawMs = () => lognormal(way, seed, `way/${port}/${draws++}`)
  const open = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    for (const socket of [near, far]) {
      open.add(socket)
      socket.setNoDelay(true)
      socket.once('close', () => open.delete(socket))
    }
    delayed(near, far, drawMs)
    delayed(far, near, drawMs)
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
