// What npm calls. Runs on any Node from 20 up, installs what is missing or stale, then hands over to the Node 24 that
// package.json pins, with native TypeScript.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { followParent } from './follow-parent.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
process.chdir(root)
const [name, ...rest] = process.argv.slice(2)
const stamp = join('node_modules', '.callwaiting-installed')
const wanted = createHash('sha256').update(readFileSync('package.json')).update(readFileSync('package-lock.json')).digest('hex')

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  const startedAt = Date.now()
  process.stderr.write('  Installing dependencies, once …\n')
  // Not `npm ci`: the lock file pins every version, but it can lack the variants of packages for other platforms.
  const { status } = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (status !== 0) {
    process.stderr.write('Installing the dependencies failed; npm says why above.\n')
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
  process.stderr.write(`  Dependencies installed  ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`)
}

const pinned = join('node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
const node = existsSync(pinned) ? pinned : process.execPath
if (node === process.execPath && Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(`No Node 24 comes from npm for ${process.platform}-${process.arch}: install Node 24 or newer and try again.\n`)
  process.exit(1)
}
// Each of the many patterns of the redactor runs a few times only in a short process, and V8 would prepare each of them twice.
// Set while it runs, this flag makes V8 crash: it must stand here.
const flags = name === 'redact' ? ['--no-regexp-tier-up'] : []
// What V8 compiled, and TypeScript without its types, are kept from one process to the next. Asked for from within, the command's
// own file would not be among it, and what takes the types away would be loaded for it alone.
const cached = name === 'redact' ? { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'redact') } : {}
const child = spawn(node, [...flags, '--conditions=react-server', '--disable-warning=ExperimentalWarning', join('lib', 'commands', `${name}.ts`), ...rest], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, ...cached, NEXT_TELEMETRY_DISABLED: '1', LITE_TELEMETRY: '0', DO_NOT_TRACK: '1' },
})
// The terminal sends Ctrl-C to the child as well; a supervisor's signal reaches only this process, so it is passed on.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
process.on('SIGINT', () => {})
followParent(() => child.kill('SIGTERM'))
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)))
