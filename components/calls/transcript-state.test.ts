import { describe, expect, it } from 'vitest'
import { transcriptState, vendorWords } from '#components/calls/transcript-state.ts'

const at = '2026-11-23T12:01:30+00:00'
const bare = { transcript: [], transcriptAt: null, erasedAt: null, status: 'ended' as const }

describe('a transcript', () => {
  it('that was there once is told from one that never was', () => {
    expect(transcriptState(bare)).toBe('none')
    expect(transcriptState({ ...bare, transcriptAt: at })).toBe('expired')
    expect(transcriptState({ ...bare, transcriptAt: at, transcript: [{}] })).toBe('kept')
  })

  it('of an erased person is erased, not expired', () => {
    expect(transcriptState({ ...bare, transcriptAt: at, erasedAt: at })).toBe('erased')
  })

  it('waits for the end of the call', () => {
    expect(transcriptState({ ...bare, status: 'in-progress' })).toBe('going-on')
  })
})

describe('the copy at the voice platform', () => {
  it('says when it went, or why it did not', () => {
    expect(vendorWords({ state: 'deleted', at, reason: null })).toBe('Deleted Mon 23 Nov, 12:01')
    expect(vendorWords({ state: 'refused', at: null, reason: 'The key was refused.' })).toBe('Not deleted. The key was refused.')
    expect(vendorWords({ state: 'pending', at: null, reason: null })).toBe('Waiting to be deleted')
  })
})
