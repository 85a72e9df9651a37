type Work = () => Promise<void>

declare global {
  // A bundler may load this file twice in one process; what is left to do is known once.
  var callwaitingAtExit: Set<Work> | undefined
}

const works = (): Set<Work> => (globalThis.callwaitingAtExit ??= new Set())

/** Has something done before the process ends in good order: a killed one does nothing more. `work` must not throw, and be quick. */
export function atExit(work: Work): void {
  works().add(work)
}

/** Does all of it, each once, and no longer than `mostMs`. */
export async function runAtExit(mostMs: number): Promise<void> {
  const all = [...works()]
  works().clear()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((resolve) => { timer = setTimeout(resolve, mostMs) })
  await Promise.race([Promise.allSettled(all.map((work) => work())), late])
  clearTimeout(timer)
}
