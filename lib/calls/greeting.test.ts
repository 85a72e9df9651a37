import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { callBackGreetingOf, callBackGreetingVersion, greetingOf, greetingVersion } from '#lib/calls/greeting.ts'

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)

test('other words need another version: what somebody heard is proved by it', () => {
  expect({ [greetingVersion]: hashOf(greetingOf('X')), [callBackGreetingVersion]: hashOf(callBackGreetingOf('X')) })
    .toEqual({ '2026-11-01': 'c2f97451688bb77c', '2026-11-01-call-back': '3c8b7535747eb50c' })
})

test('the first words say that she is an AI, who the clinic is, that it is transcribed, how to reach a person, and the texting notice with its refusal', () => {
  const greeting = greetingOf('Larkspur Aesthetics')
  for (const part of [/\bAI\b/, /Larkspur Aesthetics/, /transcribed/, /ask for a person/, /may text you/, /say no texts to opt out/]) expect(greeting).toMatch(part)
})

test('whoever is rung back hears who rings, that she is an AI, that they asked for it, that it is transcribed and how to reach a person, and no treatment', () => {
  const greeting = callBackGreetingOf('Larkspur Aesthetics')
  for (const part of [/^Hello, this is Sarah, an AI assistant/, /Larkspur Aesthetics/, /asked us to ring you back/, /transcribed/, /ask for a person/]) expect(greeting).toMatch(part)
  expect(greeting).not.toMatch(/consultation|treatment|text/)
})
