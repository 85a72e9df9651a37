import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Done, Order } from './crashing-worker.ts'

/** A worker process that can be killed; `diedAt` names the step at which it killed itself. */
export type Mortal = { ask: (order: Order) => Promise<Done | 'died'>; diedAt: () => string; log: () => string; kill: () => void; end: () => Promise<void> }

/** Where workers come from: they share what Node compiled, because each lives for a moment only. */
export function openNursery(): { hire: () => Mortal; warm: () => Promise<void>; close: () => void } {
  const cache = mkdtempSync(join(tmpdir(), 'callwaiting-compiled-'))
  const hire = () => mortal(fork(join(import.meta.dirname, 'crashing-worker.ts'), {
    env: { ...process.env, NODE_COMPILE_CACHE: cache }, execArgv: ['--conditions=react-server', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  }))
  // Only who leaves in peace writes down what was compiled.
  return { hire, warm: () => hire().end(), close: () => rmSync(cache, { recursive: true, force: true }) }
}

function mortal(child: ChildProcess): Mortal {
  const heard = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) child[stream]!.on('data', (chunk) => { heard[stream] += String(chunk) })
  const closed = Promise.all([once(child, 'exit'), once(child.stdout!, 'end'), once(child.stderr!, 'end')])
  return {
    async ask(order) {
      child.send(order)
      const answer = await Promise.race([once(child, 'message'), closed.then(() => null)])
      return answer === null ? 'died' : (answer[0] as Done)
    },
    diedAt: () => heard.stdout,
    log: () => heard.stderr,
    kill: () => void child.kill('SIGKILL'),
    async end() {
      if (child.connected) child.disconnect()
      await closed
    },
  }
}
