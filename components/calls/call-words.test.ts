import { describe, expect, it } from 'vitest'
import { endedWords } from '#components/calls/call-words.ts'

describe('why a call ended', () => {
  it.each([
    ['customer-ended-call', 'The caller hung up'],
    ['customer-ended-call-before-something-new', 'The caller hung up'],
    ['assistant-forwarded-call', 'Passed to a person'],
    ['call.in-progress.twilio-completed-call', 'The line was closed'],
    ['call.in-progress.error-transfer-failed', 'Passing to a person failed'],
    ['call.start.error-subscription-insufficient-credits', 'Not answered: the account with the voice service does not allow it'],
    ['call.start.error-get-assistant', 'Not answered: the agent could not be started'],
    ['assistant-request-returned-no-assistant', 'Not answered: the agent could not be started'],
    ['call.in-progress.error-vapifault-worker-died', 'The line broke'],
    ['call.in-progress.error-providerfault-outbound-sip-503-service-unavailable', 'The line broke'],
    ['call.in-progress.error-providerfault-deepgram-returning-502-network-error', 'A fault: the agent could not hear'],
    ['call.in-progress.error-vapifault-deepgram-voice-failed', 'A fault: the agent lost its voice'],
    ['pipeline-error-eleven-labs-voice-failed', 'A fault: the agent lost its voice'],
    ['pipeline-error-openai-429-exceeded-quota', 'A fault: the agent could not answer'],
    ['pipeline-error-someone-new-500-server-error', 'A fault of the voice service'],
    ['hangup', 'For another reason'],
  ])('%s', (reason, words) => {
    expect(endedWords(reason)).toBe(words)
  })

  it('is not told while it goes on', () => {
    expect(endedWords(null)).toBe('')
  })
})
