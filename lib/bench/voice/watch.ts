// Loaded before the pipeline (`node --import`): how long the pipeline's own process has what comes in until what it causes goes out, how late its event loop is,
// and what of a core it takes. It touches nothing that the pipeline does, and answers by the channel to the process that forked it.
import { AsyncLocalStorage } from 'node:async_hooks'
import { syncBuiltinESMExports } from 'node:module'
import http from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { WebSocket } from 'ws'
import { percentile } from '#lib/bench/measure.ts'

export type Watched = {
  /** Milliseconds from a message's arrival in the process to the message that it caused, by the two ends. */
  costMs: Record<string, { n: number; p50: number; p95: number; p99: number; max: number }>
  eventLoopDelayMs: { p50: number; p99: number; max: number }
  cpuShare: number
  memoryMb: number
}

// It looks every so many milliseconds, and counts from the last look.
const LOOK_MS = 10
const delay = monitorEventLoopDelay({ resolution: LOOK_MS })
delay.enable()
type Cause = { end: string; at: number; isOver: boolean; isAsked: boolean }
const cause = new AsyncLocalStorage<Cause>()
const costs = new Map<string, number[]>()
let cpu = process.cpuUsage()
let since = performance.now()

/** What goes out in the same breath was caused by what came in. The LLM is asked once for it, and may be after the pipeline has waited for something of its own. */
function note(end: string): void {
  const from = cause.getStore()
  if (!from || (end === 'LLM' ? from.isAsked : from.isOver)) return
  from.isAsked ||= end === 'LLM'
  const name = `${from.end} to ${end}`
  const known = costs.get(name) ?? []
  costs.set(name, known)
  known.push(performance.now() - from.at)
}

/** Which of its ends a socket is: it serves Twilio, and calls the others. */
const endOf = (socket: WebSocket): string => (socket.url?.includes('/listen') ? 'Deepgram' : socket.url?.includes('/tts') ? 'Cartesia' : 'caller')

const { emit, send } = WebSocket.prototype
WebSocket.prototype.emit = function watched(this: WebSocket, event: string | symbol, ...values: unknown[]): boolean {
  const passOn = () => (emit as (event: string | symbol, ...values: unknown[]) => boolean).call(this, event, ...values)
  if (event !== 'message') return passOn()
  const now: Cause = { end: endOf(this), at: performance.now(), isOver: false, isAsked: false }
  setImmediate(() => { now.isOver = true })
  return cause.run(now, passOn)
}
WebSocket.prototype.send = function watched(this: WebSocket, ...values: unknown[]): void {
  note(endOf(this))
  ;(send as (...values: unknown[]) => void).call(this, ...values)
}
const { fetch: realFetch } = globalThis
globalThis.fetch = (...values) => {
  // A question is posted; a GET only warms the connection.
  if (values[1]?.method === 'POST') note('LLM')
  return realFetch(...values)
}
const realRequest = http.request
http.request = ((...values: Parameters<typeof realRequest>) => {
  // A socket is opened by a request as well.
  const isUpgrade = values.some((value: unknown) => typeof value === 'object' && value !== null && 'headers' in value && 'Upgrade' in (value.headers as object))
  if (!isUpgrade) note('LLM')
  return realRequest(...values)
}) as typeof realRequest
syncBuiltinESMExports()

const round = (value: number) => Number(value.toFixed(3))
const late = (ns: number) => round(Math.max(0, ns / 1e6 - LOOK_MS))
function watched(): Watched {
  const { user, system } = process.cpuUsage(cpu)
  const spread = (values: readonly number[]) => ({ n: values.length, p50: round(percentile(values, 0.5)), p95: round(percentile(values, 0.95)), p99: round(percentile(values, 0.99)), max: round(percentile(values, 1)) })
  return {
    costMs: Object.fromEntries([...costs].map(([name, values]) => [name, spread(values)])),
    eventLoopDelayMs: { p50: late(delay.percentile(50)), p99: late(delay.percentile(99)), max: late(delay.max) },
    cpuShare: round((user + system) / 1_000 / (performance.now() - since)), memoryMb: Math.round(process.memoryUsage().rss / 2 ** 20),
  }
}

process.on('message', (message: { type?: string }) => {
  if (message.type === 'watch-reset') {
    costs.clear()
    delay.reset()
    cpu = process.cpuUsage()
    since = performance.now()
  } else if (message.type === 'watch') process.send!({ type: 'watched', watched: watched() })
})
