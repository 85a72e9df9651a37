import type { Answer, Marked } from '#lib/privacy/score.ts'

/** One way of masking what was said in a call, as its makers mean it to be used. */
export type Redactor = {
  name: string
  /** What its own description promises, in a few words. */
  claims: string
  /** How it is set up here. */
  setting: string
  /** One call, in order; what was masked stands in square brackets and upper case. */
  answer: (record: Marked) => Promise<Answer>
}

/** The turns of a marked call; a text without a call around it is one turn of the caller. */
export const turnsOf = (record: Marked) => record.turns ?? [{ role: 'user' as const, text: record.text ?? '' }]

/** A way that knows texts only: it is given each turn by itself, and understands nothing of the caller. */
async function turnByTurn(record: Marked, mask: (text: string) => Promise<string>): Promise<Answer> {
  const texts: string[] = []
  for (const turn of turnsOf(record)) texts.push(await mask(turn.text))
  return { texts, contact: {} }
}

async function own(): Promise<Redactor> {
  const { redactCall, redactorVersion, warmUp } = await import('#lib/privacy/redact.ts')
  warmUp()
  return {
    name: 'lib/privacy',
    claims: 'health, special categories and contact data in what a UK clinic\'s callers say',
    setting: `version ${redactorVersion}`,
    async answer(record) {
      const { turns, contact } = redactCall(turnsOf(record))
      return { texts: turns.map((turn) => turn.text), contact }
    },
  }
}

async function arcjet(): Promise<Redactor> {
  const { redact } = await import('@arcjet/redact')
  const replace = (entity: string) => `[${entity.toUpperCase().replaceAll('-', ' ')}]`
  return {
    name: '@arcjet/redact',
    claims: 'e-mail addresses, telephone numbers, payment cards and IP addresses',
    setting: '1.12.0, every entity it has',
    answer: (record) => turnByTurn(record, async (text) => (await redact(text, { replace }))[0]),
  }
}

async function openRedaction(): Promise<Redactor> {
  const { OpenRedaction } = await import('@openredaction/core')
  const redactor = new OpenRedaction({ redactionMode: 'placeholder' })
  return {
    name: '@openredaction/core',
    claims: '571 patterns: names, addresses, numbers of 50 countries, NHS and other health numbers',
    setting: '1.1.5, its default patterns',
    answer: (record) => turnByTurn(record, async (text) => (await redactor.detect(text)).redacted),
  }
}

/** How each way is loaded. Nothing of one is loaded by another, so that a start can be measured. */
export const redactors: Record<string, () => Promise<Redactor>> = { own, arcjet, 'open-redaction': openRedaction }
