/** The data of each server-sent event of a body, whatever pieces its bytes come in: an event may be cut anywhere, within a character too. */
export async function* eventsIn(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of body) {
    rest += decoder.decode(bytes, { stream: true })
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end).replace(/\r$/, '')
      rest = rest.slice(end + 1)
      // Comments begin with a colon; event names and ids are of no use here.
      if (line.startsWith('data:')) yield line.slice(5).trimStart()
    }
  }
  if (rest.startsWith('data:')) yield rest.slice(5).trim()
}
