import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { LlmName } from '#lib/bench/voice/models/draws.ts'
import type { Stretch } from '#lib/bench/voice/models/playback.ts'
import type { CallScript } from '#lib/bench/voice/models/script.ts'
import type { TurnTimes } from '#lib/bench/voice/models/stopwatch.ts'
import type { CallOutcome, Line } from '#lib/bench/voice/models/twilio-caller.ts'

/** Calls to place at once; `spreadMs` is over how long they begin. Without `greets` the caller speaks without waiting to be greeted. */
export type Ring = { type: 'ring'; line: Line; calls: CallScript[]; seed: number; spreadMs: number; greets: boolean }
export type CallRecord = Omit<CallOutcome, 'heard'> & { heard: Stretch[]; turns: TurnTimes[] }
export type Rung = {
  calls: CallRecord[]
  /** How late the models' own process ran: figures are no better than this. */
  eventLoopDelayMs: { p50: number; p99: number; max: number }
  /** Of one core. */
  cpuShare: number
}

export type ModelsOrder = { type: 'start'; seed: number; apiKey: string; llm: LlmName } | Ring
export type ModelsReport = { type: 'ready'; ports: Record<'deepgram' | 'cartesia' | 'llm', number> } | { type: 'rung'; rung: Rung } | { type: 'failed'; sentence: string }

export type Models = {
  /** Where the pipeline finds the models: base addresses as its settings take them. */
  deepgramUrl: string
  cartesiaUrl: string
  llmUrl: string
  apiKey: string
  /** Places calls, all at once, and resolves with what came of them when the last is over. */
  ring: (ring: Omit<Ring, 'type'>) => Promise<Rung>
  stop: () => Promise<void>
}

/** Starts the models of Deepgram, Cartesia, an LLM and Twilio's callers in a process of their own, so that stopwatch and work are not the pipeline's. */
export async function startModels({ seed, llm }: { seed: number; llm: LlmName }): Promise<Models> {
  const apiKey = 'key-of-the-models'
  const child = fork(join(import.meta.dirname, 'main.ts'), {
    execArgv: ['--conditions=react-server', '--disable-warning=ExperimentalWarning'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced',
  })
  const exited = new Promise<void>((resolve) => { child.once('exit', () => resolve()) })
  const ask = (order: ModelsOrder) => new Promise<ModelsReport>((resolve, reject) => {
    const ended = () => reject(new Error('The models ended.'))
    child.once('exit', ended)
    child.once('message', (report: ModelsReport) => {
      child.off('exit', ended)
      if (report.type === 'failed') reject(new Error(report.sentence))
      else resolve(report)
    })
    child.send(order)
  })
  const ready = await ask({ type: 'start', seed, apiKey, llm })
  if (ready.type !== 'ready') throw new Error('The models did not start.')
  return {
    deepgramUrl: `ws://127.0.0.1:${ready.ports.deepgram}`,
    cartesiaUrl: `ws://127.0.0.1:${ready.ports.cartesia}`,
    llmUrl: `http://127.0.0.1:${ready.ports.llm}/v1`,
    apiKey,
    ring: async (ring) => {
      const report = await ask({ type: 'ring', ...ring })
      if (report.type !== 'rung') throw new Error('The models did not ring.')
      return report.rung
    },
    stop: async () => {
      child.disconnect()
      await exited
    },
  }
}
