/** One JSON line to stderr. Fields are ids, codes and counts; never a name, a number or anything that was said. */
export function log(level: 'info' | 'warn' | 'error', event: string, fields: Record<string, string | number | boolean | null | undefined> = {}): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`)
}

/** What of an unknown error may be logged: its kind and code, because its message can hold what a caller said. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const code = (error as { code?: unknown }).code
  return code === undefined ? error.name : `${error.name}:${String(code)}`
}
