// The process of the models: starts them all on loopback, and places calls when it is told to. Its clock is the stopwatch.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { startCartesia } from '#lib/bench/voice/models/cartesia.ts'
import { startDeepgram } from '#lib/bench/voice/models/deepgram.ts'
import { startLlm } from '#lib/bench/voice/models/llm.ts'
import type { ModelsOrder, ModelsReport, Ring, Rung } from '#lib/bench/voice/models/process.ts'
import { stretchesOf } from '#lib/bench/voice/models/playback.ts'
import { createScripts } from '#lib/bench/voice/models/script.ts'
import { createStopwatch } from '#lib/bench/voice/models/stopwatch.ts'
import { placeCall } from '#lib/bench/voice/models/twilio-caller.ts'

const report = (message: ModelsReport) => process.send!(message)
const scripts = createScripts()
const stopwatch = createStopwatch()
const LOOK_MS = 10
const delay = monitorEventLoopDelay({ resolution: LOOK_MS })
const late = (ns: number) => Math.max(0, ns / 1e6 - LOOK_MS)
delay.enable()

/** Rings on the line, so many calls at once, and says what came of them when all are over. */
async function ring({ line, calls, seed, spreadMs, greets }: Ring): Promise<Rung> {
  delay.reset()
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  const outcomes = await Promise.all(calls.map(async (script, index) => {
    scripts.add(script)
    await new Promise((resolve) => { setTimeout(resolve, (index * spreadMs) / calls.length) })
    return placeCall({ line, script, seed, stopwatch, greets })
  }))
  const { user, system } = process.cpuUsage(cpu)
  const delayMs = { p50: late(delay.percentile(50)), p99: late(delay.percentile(99)), max: late(delay.max) }
  for (const { tag } of calls) scripts.remove(tag)
  return {
    // What was played is looked at now that nobody waits for this process.
    calls: outcomes.map(({ heard, ...outcome }) => ({ ...outcome, heard: stretchesOf(heard), turns: stopwatch.take(outcome.tag) })),
    eventLoopDelayMs: delayMs,
    cpuShare: (user + system) / 1_000 / (performance.now() - startedAt),
  }
}

async function start({ seed, apiKey, llm }: Extract<ModelsOrder, { type: 'start' }>): Promise<ModelsReport> {
  const setting = { seed, apiKey, scripts, stopwatch }
  const models = { deepgram: await startDeepgram(setting), cartesia: await startCartesia(setting), llm: await startLlm({ ...setting, llm }) }
  return { type: 'ready', ports: { deepgram: models.deepgram.port, cartesia: models.cartesia.port, llm: models.llm.port } }
}

process.on('message', (order: ModelsOrder) => {
  const done = order.type === 'start' ? start(order) : ring(order).then((rung): ModelsReport => ({ type: 'rung', rung }))
  done.then(report, (thrown: unknown) => report({ type: 'failed', sentence: thrown instanceof Error ? thrown.message : String(thrown) }))
})
process.once('disconnect', () => process.exit())
