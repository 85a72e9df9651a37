import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Body, messageOf, type Message, type Report } from './messages.ts'

const directory = join(import.meta.dirname, 'fixtures')
const now = new Date('2026-09-15T13:21:00Z')
const parse = (body: unknown): Message => messageOf(Body.parse(body), now)
const fixture = (name: string): Message => parse(JSON.parse(readFileSync(join(directory, `${name}.json`), 'utf8')))
const callF = {
  id: '01995b1c-4e20-7a31-9c11-0000000f0001', phone: '+447700900142', isTest: false,
  isOutbound: false, greetingVersion: null, callBackId: null,
}
const withTools = (fields: object): Message => parse({ message: { type: 'tool-calls', call: { id: 'c1' }, ...fields } })
const toolsOf = (message: Message) => (message.kind === 'tool-calls' ? message.toolCalls : null)

describe('messages as they come', () => {
  it('reads every message of a call, whatever the rest of the body holds', () => {
    expect(fixture('assistant-request')).toMatchObject({ kind: 'assistant-request', call: callF })
    expect(fixture('status-update-in-progress')).toMatchObject({ kind: 'status-update', status: 'in-progress', endedReason: null, call: callF })
    expect(fixture('status-update-ended')).toMatchObject({ kind: 'status-update', status: 'ended', endedReason: 'customer-ended-call', call: callF })
    for (const name of ['transcript-partial', 'hang']) expect(fixture(name)).toMatchObject({ kind: 'ignored' })
    for (const name of ['transcript-final', 'conversation-update']) expect(fixture(name)).toMatchObject({ kind: 'heard', call: callF, controlUrl: null })
  })

  it('reads arguments that are a JSON string, and arguments that are an object, once each although they come in several lists', () => {
    expect(toolsOf(fixture('tool-calls-single'))).toEqual([
      { id: 'call_Fq7Lk2Vd0sRz3Yt8WmNb01', name: 'check_availability', arguments: { procedure: 'facelift', from: '2026-09-21', to: '2026-09-25' } },
    ])
    expect(toolsOf(fixture('tool-calls-parallel'))).toMatchObject([
      { id: 'call_Bk1Wu9Tn4Gs6LpOa3Kf02', name: 'claim_slot', arguments: { procedure: 'lip-filler', phone: '+447700900123' } },
      { id: 'call_Bk2Ix5Rt6Hv1MqEd7Zb03', name: 'capture_lead', arguments: { name: 'Imogen Ashdown' } },
    ])
  })

  it('lets a field in a strange form cost that field and not the report: a lead hangs on it', () => {
    for (const strange of [null, 42, [], {}, '0000-01-01T00:00:00Z', 'yesterday']) {
      const call = { id: 'c1', type: strange, customer: strange, metadata: strange, assistant: strange, assistantOverrides: strange, monitor: strange }
      const others = { customer: strange, assistant: strange, status: strange, role: strange, transcript: strange, toolCallList: strange }
      const read = parse({ message: { type: 'end-of-call-report', call, ...others, timestamp: strange, startedAt: strange, endedAt: strange, artifact: [], endedReason: 'customer-ended-call' } })
      expect(read).toMatchObject({ kind: 'end-of-call-report', endedAt: now, endedReason: 'customer-ended-call', call: { id: 'c1', at: now, phone: null } })
    }
  })

  it('takes times, the reason and the latency averages out of a report', () => {
    const { turns: _turns, toolCalls: _toolCalls, earlier: _earlier, turnLatencies, ...report } = fixture('end-of-call-report-hangup-facelift') as Report
    expect(turnLatencies[0]).toMatchObject({ modelMs: expect.any(Number), turnMs: expect.any(Number) })
    expect(report).toEqual({
      kind: 'end-of-call-report', call: { ...callF, at: new Date('2026-09-15T13:20:06.480Z') }, endedAt: new Date('2026-09-15T13:20:50.931Z'),
      endedReason: 'customer-ended-call', latency: { modelMs: 734, voiceMs: 129, transcriberMs: 130, endpointingMs: 399, turnMs: 1801, fromTransportMs: 42, toTransportMs: 38, callerCutShort: 0, agentCutShort: 0 }, assistantVersion: null,
    })
    expect(fixture('end-of-call-report-error')).toMatchObject({ kind: 'end-of-call-report', latency: {}, call: { phone: '+447700900168' } })
  })

  it('leaves behind everything that was said, but for the turns and tool calls of a report', () => {
    for (const file of readdirSync(directory).filter((name) => name.endsWith('.json') && !name.startsWith('tool-calls'))) {
      const { turns: _turns, toolCalls: _toolCalls, ...message } = fixture(file.slice(0, -5)) as Message & { turns?: unknown; toolCalls?: unknown }
      const read = JSON.stringify(message)
      expect(read.length, file).toBeLessThan(2_000)
      for (const said of ['Tamsin', 'facelift', 'heart', '123456', 'Imogen', 'Voxanne']) expect(read, file).not.toContain(said)
    }
  })
})

describe('what is heard while the call goes on', () => {
  const heard = (fields: object) => {
    const message = parse({ message: { type: 'transcript', role: 'user', transcriptType: 'final', transcript: 'My lip is blue', call: { id: 'c1' }, ...fields } })
    return message.kind === 'heard' ? message.turns.map((turn) => [turn.role, turn.text]) : message.kind
  }
  const said = [['caller', 'My lip is blue']]

  it('is the caller\'s own turn once it is final, under either name of its type', () => {
    expect(heard({})).toEqual(said)
    expect(heard({ type: 'transcript[transcriptType="final"]' })).toEqual(said)
    expect(heard({ type: 'transcript[transcriptType="final"]', transcriptType: undefined })).toEqual(said)
    for (const none of [{ transcriptType: 'partial' }, { transcriptType: undefined }, { role: 'assistant' }, { role: undefined }, { transcript: ' ' }, { transcript: 7 }]) {
      expect([none, heard(none)]).toEqual([none, 'ignored'])
    }
  })

  it('comes with the turns before it, a few, so that a yes is understood', () => {
    const messages = [...Array(30).keys()].map((n) => ({ role: n % 2 ? 'user' : 'bot', message: `turn ${n}`, time: n }))
    const turns = heard({ transcript: 'Yes', artifact: { messages } }) as string[][]
    expect(turns.slice(-2)).toEqual([['caller', 'turn 29'], ['caller', 'Yes']])
    expect(turns).toHaveLength(13)
  })

  it('is beside tool calls as well', () => {
    const message = withTools({ toolCallList: [], artifact: { messages: [{ role: 'user', message: 'My lip is blue', time: 1 }] } })
    expect(message).toMatchObject({ kind: 'tool-calls', turns: [{ role: 'caller', text: 'My lip is blue' }] })
  })

  it('names where the call can be spoken into, when it does', () => {
    const at = (monitor: unknown) => {
      const message = parse({ message: { type: 'transcript', role: 'user', transcriptType: 'final', transcript: 'x', call: { id: 'c1', monitor } } })
      return message.kind === 'heard' ? message.controlUrl : undefined
    }
    expect(at({ listenUrl: 'wss://a.vapi.ai/x', controlUrl: 'https://a.vapi.ai/x/control' })).toBe('https://a.vapi.ai/x/control')
    for (const none of [undefined, null, {}, { controlUrl: null }, { controlUrl: 7 }, 'x', { controlUrl: `https://${'a'.repeat(3_000)}` }]) expect(at(none)).toBeNull()
  })
})

describe('what must be an id or a code', () => {
  const ofCall = (id: string) => Body.safeParse({ message: { type: 'status-update', call: { id } } }).success
  const ended = (endedReason: unknown) => {
    const message = parse({ message: { type: 'status-update', status: 'ended', endedReason, call: { id: 'c1' } } })
    return message.kind === 'status-update' ? message.endedReason : undefined
  }

  it('takes the ids that the platform gives, and no words in their place', () => {
    for (const id of ['01995b1c-4e20-7a31-9c11-0000000f0001', 'call_Fq7Lk2Vd0sRz3Yt8WmNb01', 'simulated-1:2.3']) expect(ofCall(id), id).toBe(true)
    for (const id of ['', 'my heart', 'sam@example.com', '+447700900123', 'x'.repeat(101), 'é', 'a\n']) expect(ofCall(id), id).toBe(false)
    const tool = (id: string) => Body.safeParse({ message: { type: 'tool-calls', call: { id: 'c1' }, toolCallList: [{ id, name: 'capture_lead' }] } }).success
    expect([tool('call_1'), tool('diabetes, since 2015')]).toEqual([true, false])
  })

  it('keeps a reason that is a code, and of any other only that there was one', () => {
    expect(ended('customer-ended-call')).toBe('customer-ended-call')
    expect(ended('call.in-progress.error-providerfault-openai-500-server-error')).toBe('call.in-progress.error-providerfault-openai-500-server-error')
    for (const reason of ['The caller said she is pregnant', 'x'.repeat(500), 'ÉTÉ']) expect(ended(reason)).toBe('other')
    for (const reason of [null, undefined, '', 7]) expect(ended(reason)).toBeNull()
  })

  it('does not quote what it refuses', () => {
    const read = Body.safeParse({ message: { type: 'status-update', call: { id: 'has diabetes' } } })
    expect(JSON.stringify(read.error?.issues)).not.toContain('diabetes')
  })
})

describe('the ways to spell a tool call', () => {
  const expected = [{ id: 't1', name: 'capture_lead', arguments: { name: 'Ada' } }]
  const spellings: [string, object][] = [
    ['function.arguments', { toolCallList: [{ id: 't1', type: 'function', function: { name: 'capture_lead', arguments: { name: 'Ada' } } }] }],
    ['function.parameters', { toolCallList: [{ id: 't1', function: { name: 'capture_lead', parameters: { name: 'Ada' } } }] }],
    ['flat name and arguments', { toolCallList: [{ id: 't1', name: 'capture_lead', arguments: '{"name":"Ada"}' }] }],
    ['flat name and parameters', { toolCallList: [{ id: 't1', name: 'capture_lead', parameters: { name: 'Ada' } }] }],
    ['toolCalls', { toolCalls: [{ id: 't1', function: { name: 'capture_lead', arguments: '{"name":"Ada"}' } }] }],
    ['toolWithToolCallList', { toolWithToolCallList: [{ name: 'capture_lead', toolCall: { id: 't1', parameters: { name: 'Ada' } } }] }],
  ]
  it.each(spellings)('%s', (_, fields) => expect(toolsOf(withTools(fields))).toEqual(expected))

  it('keeps the order given, and one of two with the same id', () => {
    const list = ['b', 'a', 'b', 'c'].map((id) => ({ id, name: 'capture_lead', arguments: {} }))
    expect(toolsOf(withTools({ toolCallList: list }))?.map((one) => one.id)).toEqual(['b', 'a', 'c'])
  })

  it.each([['not JSON', '{"name":'], ['a JSON list', '[1]'], ['a JSON string', '"x"'], ['a list', [1]], ['a number', 7]])('has no arguments when they are %s', (_, given) => {
    expect(toolsOf(withTools({ toolCallList: [{ id: 't1', function: { name: 'capture_lead', arguments: given } }] }))?.[0]?.arguments).toBeNull()
  })

  it('takes missing and empty arguments for none', () => {
    expect(toolsOf(withTools({ toolCallList: [{ id: 't1', name: 'transfer_to_human' }, { id: 't2', name: 'transfer_to_human', arguments: '' }] })))
      .toMatchObject([{ arguments: {} }, { arguments: {} }])
    expect(toolsOf(withTools({}))).toEqual([])
  })
})

describe('a tool call that is malformed', () => {
  const good = { id: 't1', type: 'function', function: { name: 'capture_lead', arguments: '{"name":"Ada"}' } }
  const read = { id: 't1', name: 'capture_lead', arguments: { name: 'Ada' } }
  const accepts = (fields: object) => Body.safeParse({ message: { type: 'tool-calls', call: { id: 'c1' }, ...fields } }).success

  it.each([
    ['a function that is none', { function: 'capture_lead' }], ['a name that is none', { function: { name: 7, arguments: '{}' } }],
    ['a name without end', { name: 'x'.repeat(201) }], ['nothing but its id', {}],
  ])('is known by its id, and the others are read: %s', (_, broken) => {
    const nothing = { id: 't2', name: '' }
    expect(toolsOf(withTools({ toolCallList: [{ id: 't2', ...broken }, good] }))).toMatchObject([nothing, read])
    expect(toolsOf(withTools({ toolCalls: [good, { id: 't2', ...broken }] }))).toMatchObject([read, nothing])
    expect(toolsOf(withTools({ toolWithToolCallList: [{ toolCall: { id: 't2', ...broken } }, { toolCall: good }] }))).toMatchObject([nothing, read])
  })

  it.each([[null], ['x'], [7], [[]], [{}], [{ id: 7 }], [{ id: '' }], [{ id: 'has diabetes' }], [{ function: good.function }]])('is passed over without an id: %j', (broken) => {
    expect(toolsOf(withTools({ toolCallList: [broken, good] }))).toEqual([read])
    expect(toolsOf(withTools({ toolWithToolCallList: [broken, { toolCall: broken }, { toolCall: good }] }))).toEqual([read])
    expect(accepts({ toolCallList: [broken] })).toBe(false)
  })

  it('is read as another list has it', () => {
    const broken = { id: 't1', function: 7 }
    for (const toolCallList of ['x', {}, null, [], [null], [broken], [broken, good]]) expect(toolsOf(withTools({ toolCallList, toolCalls: [good] })), JSON.stringify(toolCallList)).toEqual([read])
  })

  it('costs the message only when nothing is left that could be answered, and no other kind of message', () => {
    for (const none of ['x', 7, {}, [null], [[]], [{ id: 7 }]]) expect(accepts({ toolCallList: none, toolCalls: [] }), JSON.stringify(none)).toBe(false)
    expect(accepts({ type: 'status-update', status: 'ended', toolCallList: 'x' })).toBe(true)
  })

  it('has no name or wrapper for null', () => {
    expect(toolsOf(withTools({ toolCallList: [{ id: 't1', name: 'capture_lead', function: null, arguments: { name: 'Ada' } }] }))).toEqual([read])
    expect(toolsOf(withTools({ toolCallList: [{ ...good, name: null }] }))).toEqual([read])
  })
})

describe('what may be missing or strange', () => {
  const status = (fields: object): Message => parse({ message: { type: 'status-update', status: 'in-progress', ...fields } })
  const callIn = (message: Message) => ('call' in message ? message.call : null)

  it('knows a caller without a number, a web call, and a number that is none', () => {
    expect(callIn(status({ call: { id: 'c1', type: 'inboundPhoneCall' } }))).toEqual({
      id: 'c1', at: now, phone: null, isTest: false, isOutbound: false, greetingVersion: null, callBackId: null,
    })
    expect(callIn(status({ call: { id: 'c1', type: 'webCall', customer: {} } }))?.phone).toBeNull()
    for (const number of ['anonymous', '', null, 12, '+44']) expect(callIn(status({ call: { id: 'c1' }, customer: { number } }))?.phone, String(number)).toBeNull()
  })

  it('finds the number in the message or in the call, and writes it as E.164', () => {
    expect(callIn(status({ call: { id: 'c1', customer: { number: '07700 900142' } } }))?.phone).toBe('+447700900142')
    expect(callIn(status({ call: { id: 'c1' }, customer: { number: '+447700900142' } }))?.phone).toBe('+447700900142')
  })

  it('knows a call that we made, and the greeting and call-back in the metadata of the assistant or the call', () => {
    const callBackId = '01995b1c-4e20-7a31-9c11-0000000f00cb'
    const metadata = { greeting: '2026-11-01', callBackId }
    const known = { greetingVersion: '2026-11-01', callBackId }
    expect(callIn(status({ call: { id: 'c1', type: 'outboundPhoneCall' } }))?.isOutbound).toBe(true)
    expect(callIn(status({ call: { id: 'c1' }, assistant: { metadata } }))).toMatchObject(known)
    expect(callIn(status({ call: { id: 'c1', assistant: { metadata } } }))).toMatchObject(known)
    expect(callIn(status({ call: { id: 'c1', assistantOverrides: { metadata } } }))).toMatchObject(known)
    expect(callIn(status({ call: { id: 'c1', metadata } }))).toMatchObject({ greetingVersion: null, callBackId })
    for (const strange of [{ greeting: 7, callBackId: 'x' }, { greeting: '', callBackId: 5 }, { greeting: 'x'.repeat(41) }, null, 'x']) {
      expect(callIn(status({ call: { id: 'c1' }, assistant: { metadata: strange } })), JSON.stringify(strange)).toMatchObject({ greetingVersion: null, callBackId: null })
    }
  })

  it('takes a time stamp in milliseconds or ISO 8601, and the given now for one that is neither', () => {
    const at = (timestamp: unknown) => callIn(status({ call: { id: 'c1' }, timestamp }))?.at.toISOString()
    expect(at(1_789_478_450_991)).toBe('2026-09-15T13:20:50.991Z')
    expect(at('2026-09-15T13:20:50.991Z')).toBe('2026-09-15T13:20:50.991Z')
    expect(at('yesterday')).toBe(now.toISOString())
    expect(at(undefined)).toBe(now.toISOString())
  })

  it('lets pass what it does not know', () => {
    expect(parse({ message: { type: 'speech-update', call: { id: 'c1' } } })).toEqual({ kind: 'ignored', type: 'speech-update' })
    expect(parse({ message: { type: 'status-update', status: 'ended' } })).toEqual({ kind: 'ignored', type: 'status-update' })
  })

  it('refuses what is no message at all', () => {
    for (const body of [{}, { message: null }, { message: {} }, { message: { type: 7 } }, [], 'x', { message: { type: 'status-update', call: { id: 5 } } }]) {
      expect(Body.safeParse(body).success, JSON.stringify(body)).toBe(false)
    }
  })
})
