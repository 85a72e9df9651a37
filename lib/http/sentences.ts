import type { z } from 'zod'

type Issue = z.core.$ZodRawIssue

/**
 * What is wrong with a field, as a sentence that stands beside it in a form: what to do, without what was sent. For issues
 * whose schema has no words of its own; a program reads the same sentence.
 */
export function sentenceOf(issue: Issue): string {
  switch (issue.code) {
    case 'too_big':
      return tooMuch(issue.origin, Number(issue.maximum))
    case 'too_small':
      return tooLittle(issue.origin, Number(issue.minimum))
    case 'invalid_type':
      return issue.input === undefined || issue.input === null ? 'This is missing.' : (KINDS[issue.expected] ?? UNFIT)
    case 'invalid_format':
      return FORMATS[issue.format] ?? UNFIT
    case 'invalid_value':
      return issue.values.length === 1 ? `This must be ${String(issue.values[0])}.` : `Choose one of: ${issue.values.map(String).join(', ')}.`
    case 'not_multiple_of':
      return `Use a multiple of ${issue.divisor}.`
    case 'unrecognized_keys':
      return `Leave out ${issue.keys.join(', ')}.`
    default:
      return UNFIT
  }
}

const UNFIT = 'This is not in the right form.'

const KINDS: Partial<Record<string, string>> = {
  string: 'This must be text.',
  number: 'Enter a number.',
  int: 'Enter a whole number.',
  boolean: 'This must be true or false.',
  array: 'This must be a list.',
}

const FORMATS: Partial<Record<string, string>> = {
  email: 'Enter an email address, such as name@clinic.example.',
  url: 'Enter a web address, such as https://clinic.example.',
  date: 'Enter a day, such as 2026-12-01.',
  datetime: 'Enter a day and time with its offset, such as 2026-12-01T14:00:00+00:00.',
  uuid: 'This is not an id.',
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`

function tooMuch(of: string, most: number): string {
  if (of === 'string') return `Use ${counted(most, 'character')} at most.`
  if (of === 'array' || of === 'set') return `Choose ${most} at most.`
  return `Use ${most} at most.`
}

function tooLittle(of: string, least: number): string {
  if (of === 'string') return least <= 1 ? 'Fill this in.' : `Use ${counted(least, 'character')} at least.`
  if (of === 'array' || of === 'set') return `Choose ${least <= 1 ? 'one' : least} at least.`
  return `Use ${least} at least.`
}
