// A pipeline no bigger than a test of the benchmark needs: it passes the caller's sound to Deepgram, each final text to the LLM, each clause to Cartesia,
// and the sound back, and stops speaking at the first interim. The product's own is another.
import { WebSocket, WebSocketServer } from 'ws'

const [port, deepgramUrl, cartesiaUrl, llmUrl, apiKey] = process.argv.slice(2) as [string, string, string, string, string]
const voice = { model_id: 'sonic-3', voice: { mode: 'id', id: 'a-voice' }, language: 'en', max_buffer_delay_ms: 0, output_format: { container: 'raw', encoding: 'pcm_mulaw', sample_rate: 8000 } }
type Inbound = { event: string; start?: { streamSid: string; callSid: string }; media?: { payload: string } }
type Results = { type: string; is_final?: boolean; speech_final?: boolean; channel: { alternatives: { transcript: string }[] } }

/** The contents of an answer's events, as they come. */
async function* wordsOf(content: string): AsyncGenerator<string> {
  const response = await fetch(`${llmUrl}/chat/completions`, {
    method: 'POST', headers: { authorization: `Bearer ${apiKey}` }, body: JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content }] }),
  })
  let left = ''
  const decoder = new TextDecoder()
  for await (const bytes of response.body!) {
    const events = (left + decoder.decode(bytes, { stream: true })).split('\n\n')
    left = events.pop()!
    for (const event of events) {
      if (!event.startsWith('data: {')) continue
      const { choices } = JSON.parse(event.slice(6)) as { choices: { delta: { content?: string } }[] }
      if (choices[0]?.delta.content) yield choices[0].delta.content
    }
  }
}

function serve(caller: WebSocket): void {
  let streamSid = ''
  let context = 'none'
  let turn = 0
  let deepgram: WebSocket | undefined
  const cartesia = new WebSocket(`${cartesiaUrl}/tts/websocket`, { headers: { 'x-api-key': apiKey, 'cartesia-version': '2026-08-14' } })
  const send = (message: object) => caller.send(JSON.stringify({ streamSid, ...message }))
  const answer = async (text: string) => {
    const mine = `${streamSid}-${turn++}`
    context = mine
    let clause = ''
    const say = (more: boolean) => cartesia.send(JSON.stringify({ ...voice, context_id: mine, transcript: clause, continue: more }))
    for await (const word of wordsOf(text)) {
      if (context !== mine) return
      clause += word
      if (!/[,.?!]$/.test(word)) continue
      say(true)
      clause = ''
    }
    say(false)
  }
  cartesia.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as { type: string; context_id: string; data: string }
    if (message.type === 'chunk' && message.context_id === context) send({ event: 'media', media: { payload: message.data } })
  })
  const listen = (tag: string) => {
    deepgram = new WebSocket(`${deepgramUrl}/v1/listen?model=nova-2&encoding=mulaw&sample_rate=8000&interim_results=true&endpointing=200&punctuate=true&tag=${tag}`, { headers: { authorization: `Token ${apiKey}` } })
    deepgram.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString('utf8')) as Results
      if (message.type !== 'Results' || message.channel.alternatives[0]!.transcript === '') return
      if (context !== 'none') {
        send({ event: 'clear' })
        cartesia.send(JSON.stringify({ context_id: context, cancel: true }))
        context = 'none'
      }
      if (message.speech_final) void answer(message.channel.alternatives[0]!.transcript)
    })
  }
  caller.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString('utf8')) as Inbound
    if (message.start) {
      streamSid = message.start.streamSid
      listen(message.start.callSid)
    } else if (message.media && deepgram?.readyState === WebSocket.OPEN) deepgram.send(Buffer.from(message.media.payload, 'base64'))
  })
  caller.once('close', () => {
    deepgram?.close()
    cartesia.close()
  })
}

new WebSocketServer({ port: Number(port), host: '127.0.0.1' }).on('connection', serve)
