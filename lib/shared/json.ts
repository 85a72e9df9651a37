/** What a text says as JSON, for a schema to look at; undefined when it is none. For messages from outside, where one bad one must not end a process. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The schema refuses it in the caller's own way.
    return undefined
  }
}
