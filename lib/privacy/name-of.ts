import type { Name } from './names.ts'

/**
 * What is known of the name after all turns: of what was said to be the whole name the longest, a first name and a surname
 * put together. A name that was only spelled counts when none was said.
 */
export function nameOf(found: readonly Name[]): string | undefined {
  const given = found.filter((one) => one.value && one.weight > 0)
  const length = (one: Name) => one.value!.split(/\s+/).length
  const first = given.find((one) => one.part === 'first')
  const last = given.findLast((one) => one.part === 'last' && one.weight >= 1) ?? given.findLast((one) => one.part === 'last')
  const wholes = given.filter((one) => one.part === 'whole' && one.weight >= 1)
  const longest = wholes.filter((one) => length(one) > 1).sort((a, b) => b.weight - a.weight || length(b) - length(a))[0]
  const whole = longest ?? wholes.sort((a, b) => b.weight - a.weight)[0] ?? given.find((one) => one.part === 'whole')
  const holds = (one: Name, part: Name) => one.value!.toLowerCase().split(/\s+/).includes(part.value!.toLowerCase())
  if (first && last) return `${first.value} ${last.value}`
  if (first && whole && whole.value !== first.value) return holds(whole, first) ? whole.value : `${first.value} ${whole.value}`
  if (last && whole) return holds(whole, last) || length(whole) > 1 ? whole.value : `${whole.value} ${last.value}`
  return (whole ?? first ?? last)?.value
}
