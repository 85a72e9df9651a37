import 'server-only'
import { readFileSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { SandboxState } from './types.ts'

const SAVE_AFTER_MS = 200

export function emptyState(): SandboxState {
  return {
    version: 1,
    messages: [],
    optOuts: [],
    calendars: [],
    events: [],
    channels: [],
    refreshTokens: {},
    revokedTokens: [],
    accessTokens: {},
    codes: {},
    assistants: [],
    phoneNumbers: [],
    tools: [],
    calls: [],
    said: [],
  }
}

/** The state of the last run, or an empty one when there is no file. A file that cannot be read is an error. */
export function loadState(file: string | undefined): SandboxState {
  if (!file) return emptyState()
  try {
    return { ...emptyState(), ...(JSON.parse(readFileSync(file, 'utf8')) as Partial<SandboxState>) }
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return emptyState()
    throw new Error(`the sandbox's state file cannot be read: ${file}`, { cause: thrown })
  }
}

/** Writes the state a moment after it changed, whole or not at all; `flush` writes at once. */
export function createSaver(file: string | undefined, state: SandboxState) {
  let timer: NodeJS.Timeout | null = null
  let writing = Promise.resolve()

  const flush = (): Promise<void> => {
    if (timer) clearTimeout(timer)
    timer = null
    if (!file) return writing
    writing = writing.then(async () => {
      await mkdir(dirname(file), { recursive: true })
      await writeFile(`${file}.new`, JSON.stringify(state), { mode: 0o600 })
      await rename(`${file}.new`, file)
    })
    return writing
  }
  const save = () => {
    if (!file || timer) return
    timer = setTimeout(() => {
      flush().catch((thrown: unknown) => console.error('the sandbox could not save its state', thrown))
    }, SAVE_AFTER_MS)
    timer.unref()
  }
  return { save, flush }
}
