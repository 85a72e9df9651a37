import type { Report } from '#lib/audit/types.ts'

/** The report in a few words, as every form of it says them. What was not tried is never said to have passed. */
export function verdictOf({ summary, tasks }: Pick<Report, 'summary' | 'tasks'>): string {
  if (summary.passed) return 'passed'
  if (summary.critical + summary.high > 0 || tasks.some((one) => one.status === 'fail')) return 'not passed'
  if (tasks.some((one) => one.status === 'error')) return 'not finished, because a check broke'
  return `nothing found, but ${tasks.filter((one) => one.status === 'skipped').length} of ${tasks.length} promises were not tried`
}
