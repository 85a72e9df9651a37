import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { childEnv } from '#lib/shared/env.ts'

const sources = ['app', 'components', 'lib', 'next.config.ts', 'proxy.ts', 'instrumentation.ts', 'postcss.config.mjs', 'tsconfig.json', 'package.json', 'package-lock.json']
const isTest = /\.(test|spec)\.tsx?$/
const stamp = join('.next', 'callwaiting-sources')
const lock = join('node_modules', '.callwaiting-build')

function* filesOf(path: string): Generator<string> {
  if (!statSync(path).isDirectory()) return yield path
  for (const name of readdirSync(path).sort()) yield* filesOf(join(path, name))
}

function fingerprint(): string {
  const hash = createHash('sha256')
  for (const source of sources) {
    if (!existsSync(source)) continue
    for (const file of filesOf(source)) if (!isTest.test(file)) hash.update(file).update(readFileSync(file))
  }
  return hash.digest('hex')
}

const isBuilt = (print: string) => existsSync(stamp) && readFileSync(stamp, 'utf8') === print

/** Takes the one build lock of this checkout; another instance that is building is waited for, one that died is not. */
async function takeLock(): Promise<void> {
  for (;;) {
    try {
      mkdirSync(lock)
      writeFileSync(join(lock, 'pid'), String(process.pid))
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const holder = Number(existsSync(join(lock, 'pid')) ? readFileSync(join(lock, 'pid'), 'utf8') : 0)
      try {
        if (holder) process.kill(holder, 0)
        await wait(500)
      } catch {
        rmSync(lock, { recursive: true, force: true })
      }
    }
  }
}

/** Builds the dashboard when its sources are not those of the last build. Answers whether it had to. Throws with the compiler's words. */
export async function buildIfStale(): Promise<boolean> {
  const print = fingerprint()
  if (isBuilt(print)) return false
  await takeLock()
  try {
    if (isBuilt(print)) return false
    const output: Buffer[] = []
    const child = spawn(process.execPath, [join('node_modules', 'next', 'dist', 'bin', 'next'), 'build'], {
      env: childEnv({ NODE_ENV: 'production' }), stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk))
    const code = await new Promise((resolve) => child.once('exit', resolve))
    if (code !== 0) throw new Error(`The dashboard could not be built:\n${Buffer.concat(output).toString('utf8')}`)
    writeFileSync(stamp, print)
    return true
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}
