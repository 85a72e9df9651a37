import { join } from 'node:path'

/**
 * The bytes of a file that is shipped beside the code: they stay off the heap, and need not be read as text first. Imported,
 * `node:fs` would load streams and promises along with it, which is 20 ms of the start of a process.
 */
export const bytesOf = (...path: readonly string[]): Buffer =>
  process.getBuiltinModule('node:fs').readFileSync(join(process.cwd(), 'lib', 'privacy', ...path))
