import { expect, test } from 'vitest'
import { atExit, runAtExit } from './at-exit.ts'

test('what was left to do is done once, all of it, also beside what fails', async () => {
  const done: string[] = []
  atExit(async () => { done.push('one') })
  atExit(() => Promise.reject(new Error('no')))
  atExit(async () => { done.push('two') })
  await runAtExit(10_000)
  await runAtExit(10_000)
  expect(done).toEqual(['one', 'two'])
})

test('what never ends is not waited for', async () => {
  atExit(() => new Promise(() => undefined))
  await expect(runAtExit(1)).resolves.toBeUndefined()
})
