import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const places = [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** A Chromium that is on this machine already, `CHROMIUM_PATH` first. Undefined: Playwright's own, where it is installed. */
export function findChromium(): string | undefined {
  return [process.env.CHROMIUM_PATH, ...places].find((path) => path && existsSync(path))
}

const run = (command: string, args: string[]) =>
  spawnSync(command, args, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0

/** Makes sure that a real Chromium is there: the system's package on Debian as root, else Playwright's download. Throws when neither comes. */
export async function ensureChromium(): Promise<void> {
  if (findChromium()) return
  const { chromium } = await import('@playwright/test')
  if (existsSync(chromium.executablePath())) return
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version') && run('apt-get', ['update', '-qq'])
    && run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']) && findChromium()) return
  if (!run('npx', ['playwright', 'install', 'chromium'])) throw new Error('No Chromium could be installed. Set CHROMIUM_PATH to one.')
}
