const everyMs = 250

/**
 * Calls `stop` once when the process that started this one is gone. npm starts commands through a shell that takes a
 * SIGTERM for itself and passes nothing on, so the end of the parent is the only word of it that arrives.
 * @param {() => void} stop
 */
export function followParent(stop) {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    stop()
  }, everyMs)
  timer.unref()
}
