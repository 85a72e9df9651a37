import 'server-only'
import { isIP } from 'node:net'
import { headers } from 'next/headers'

/** Who counts when no address came along. */
const unknown = '127.0.0.1'

/** The address that a visitor comes from, as the first proxy saw it; only good for counting tries, because anybody can write this header. */
export async function visitorIp(): Promise<string> {
  const [first = ''] = ((await headers()).get('x-forwarded-for') ?? '').split(',')
  return isIP(first.trim()) ? first.trim() : unknown
}
