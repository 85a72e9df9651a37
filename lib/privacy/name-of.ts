import type { Name } from './names.ts'

/** What is known of the name after all turns: whole names first, a first name and a surname put together. */
export function nameOf(found: readonly Name[]): string | undefined {
  const given = found.filter((one) => one.value && one.weight > 0)
  const first = given.find((one) => one.part === 'first')
  const last = given.findLast((one) => one.part === 'last')
  const whole = given.filter((one) => one.part === 'whole').sort((a, b) => b.weight - a.weight)[0]
  if (first && last) return `${first.value} ${last.value}`
  if (first && whole && whole.value !== first.value) return `${first.value} ${whole.value}`
  if (last && whole)
    return whole.value!.toLowerCase().includes(last.value!.toLowerCase())
      ? whole.value
      : `${whole.value!.split(' ')[0]} ${last.value}`
  return (whole ?? first ?? last)?.value
}
