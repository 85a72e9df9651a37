import { rules, type ProblemCode, type Rule } from './lint-rules.ts'
import { medicinesIn, type Span } from './medicines.ts'
import { longestFirstName } from './names.ts'
import { isGsm7, segmentsOf, toGsm7 } from './segments.ts'
import { fillTemplate, placeholders } from './template.ts'

export type { ProblemCode }

/** What is wrong with a text, in words for the clinic's owner, and where (UTF-16 units, end exclusive) if at a place. */
export type Problem = { code: ProblemCode; message: string; at?: Span }

const placeOf = (match: RegExpExecArray): Span => [match.index, match.index + match[0].length]
const inOrder = (problems: Problem[]): Problem[] => problems.sort((a, b) => a.at![0] - b.at![0])

function spansOf(text: string, rule: Rule): Problem[] {
  return [...text.matchAll(rule.pattern)].map((match) => ({ code: rule.code, message: rule.message(match[0]), at: placeOf(match) }))
}

const medicineProblems = (text: string): Problem[] => medicinesIn(text).map((at) => ({
  code: 'medicine', at,
  message: `"${text.slice(...at)}" names or hints at a prescription-only medicine, which may not be advertised. `
    + 'Write "consultation".',
}))

/** One problem for each different character outside the 7-bit alphabet, at its first place. */
function characterProblems(text: string): Problem[] {
  return [...new Set(text)].filter((character) => !isGsm7(character)).map((character) => {
    const at = text.indexOf(character)
    const code = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
    const nearest = toGsm7(character).trim()
    const advice = nearest ? `write ${nearest} instead` : 'leave it out'
    const message = `"${character}" (${code}) makes every text cost more than twice as much: ${advice}.`
    return { code: 'not_plain', message, at: [at, at + character.length] }
  })
}

/** STOP in capitals, in one sentence with how to send it or what it does. */
const hasOptOut = (text: string): boolean => text.split(/[.!?\n]/).some((sentence) =>
  /\bSTOP\b/.test(sentence) && /\b(?:reply|text|txt|send|opt[ -]?out|unsubscribe)\b/i.test(sentence))

const missing = {
  templateClinic: { code: 'no_clinic', message: 'Say who is writing: put {clinic} into the text.' },
  clinic: { code: 'no_clinic', message: 'The text does not say who is writing.' },
  optOut: { code: 'no_opt_out', message: 'Say how to opt out: "Reply STOP to opt out."' },
  templateNumber: { code: 'no_number', message: 'Give the number to ring: put {phone} into the text.' },
  number: { code: 'no_number', message: 'The text gives no number to ring.' },
} satisfies Record<string, Problem>

/** Words that only look like something else, inside the clinic's own name, count for nothing but a medicine. */
const without = (text: string, name?: string): string => name ? text.replaceAll(name, ' '.repeat(name.length)) : text

function wordingProblems(text: string, clinicName?: string): Problem[] {
  const rest = without(text, clinicName)
  return inOrder([...medicineProblems(text), ...rules.flatMap((rule) => spansOf(rest, rule)), ...characterProblems(text)])
}

function partsProblem(text: string, when: string): Problem[] {
  const { segments } = segmentsOf(toGsm7(text))
  const message = `The text takes ${segments} parts ${when}; two are the most. Make it shorter.`
  return segments <= 2 ? [] : [{ code: 'too_many_parts', message }]
}

function placeholderProblems(template: string): Problem[] {
  const known = placeholders.map((name) => `{${name}}`)
  return [...template.matchAll(/\{[^{}]*\}?|\}/g)].filter((match) => !known.includes(match[0])).map((match) => ({
    code: 'unknown_placeholder', message: `"${match[0]}" is not a placeholder. Known are ${known.join(', ')}.`, at: placeOf(match),
  }))
}

/**
 * What is wrong with a clinic's template: first what is missing, then what should not be there in its order; empty when
 * it may be saved. With the clinic's name the template may spell it out, and the length is judged with it instead of with
 * the longest name there can be.
 */
export function lintTemplate(template: string, clinicName?: string): Problem[] {
  const longest = fillTemplate(template, {
    clinic: clinicName ?? 'm'.repeat(80), name: 'm'.repeat(longestFirstName), treatment: 'm'.repeat(40),
    time: 'Wed 25 Nov, 10:30am', phone: '020 7946 0000',
  })
  const saysWho = template.includes('{clinic}') || (clinicName && template.includes(clinicName))
  const message = `The text has ${template.length} characters; 320 are the most.`
  return [
    ...(saysWho ? [] : [missing.templateClinic]),
    ...(hasOptOut(template) ? [] : [missing.optOut]),
    ...(template.includes('{phone}') ? [] : [missing.templateNumber]),
    ...(template.length <= 320 ? [] : [{ code: 'too_long', message } as const]),
    ...inOrder([...placeholderProblems(template), ...wordingProblems(template, clinicName)]),
    ...partsProblem(longest, 'with a long name and treatment'),
  ]
}

/** The same for a text as it would go out; with the clinic's name, also whether it is there. */
export function lintText(rendered: string, clinicName?: string): Problem[] {
  return [
    ...(!clinicName || rendered.includes(toGsm7(clinicName)) ? [] : [missing.clinic]),
    ...(hasOptOut(rendered) ? [] : [missing.optOut]),
    ...(/(?:\+|\b0)\d[\d ]{8,}\d/.test(rendered) ? [] : [missing.number]),
    ...wordingProblems(rendered, clinicName),
    ...partsProblem(rendered, 'as it is'),
  ]
}
