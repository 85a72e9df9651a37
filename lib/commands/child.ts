import { fork, type ChildProcess } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { constants, setPriority } from 'node:os'

export type Ready = { type: 'ready' } & Record<string, unknown>
type Report = Ready | { type: 'failed'; sentence: string }

/** A part of the running product: one process, started anew when it dies, until it is told to stop. */
export type Part = { name: string; ready: Promise<Ready>; stop: () => Promise<void>; kill: () => void }

const restartDelayMs = 500

/**
 * Forks a module as a part. It is sent `order`, and reports ready or failed in one message. Parts have process groups of
 * their own, so that a Ctrl-C reaches the supervisor alone, which stops them in order; when it dies they see the channel close. `isPatient`: nobody waits for
 * it on the telephone, so that on a busy machine the others go first.
 */
export function startPart(name: string, module: string, options: { order?: object; env: NodeJS.ProcessEnv; conditions: boolean; isPatient: boolean; onCrash: (name: string) => void }): Part {
  let child: ChildProcess
  let isStopping = false
  let firstReport: (report: Report) => void
  const reported = new Promise<Report>((resolve) => { firstReport = resolve })
  const launch = () => {
    child = fork(module, {
      env: options.env,
      detached: process.platform !== 'win32',
      execArgv: [...(options.conditions ? ['--conditions=react-server'] : []), '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    if (options.isPatient && child.pid) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
    child.once('message', (report: Report) => firstReport(report))
    child.once('exit', (code) => {
      firstReport({ type: 'failed', sentence: `The ${name} ended before it was ready (exit ${code}).` })
      if (isStopping) return
      options.onCrash(name)
      setTimeout(() => { if (!isStopping) launch() }, restartDelayMs)
    })
    child.send(options.order ?? {})
  }
  launch()
  return {
    name,
    ready: reported.then((report) => {
      if (report.type === 'ready') return report
      isStopping = true
      throw new Error(report.sentence)
    }),
    stop: () => new Promise((resolve) => {
      isStopping = true
      if (child.exitCode !== null || child.signalCode !== null) return resolve()
      child.once('exit', () => resolve())
      child.kill('SIGTERM')
    }),
    kill: () => {
      isStopping = true
      child.kill('SIGKILL')
    },
  }
}

/** A loopback port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Whether the port can be listened on. */
export function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false)).listen(port, host, () => server.close(() => resolve(true)))
  })
}
