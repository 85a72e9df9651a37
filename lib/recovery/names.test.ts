import { describe, expect, test } from 'vitest'
import { nameIn } from './names.ts'

describe('the name in a reply', () => {
  test.each([
    ['Amy Okafor', 'Amy Okafor'], ["it's Siân O'Neill-Price.", "Siân O'Neill-Price"], ['My name is Li', 'Li'], [' Noah Thankgod ', 'Noah Thankgod'],
  ])('%s', (reply, name) => expect(nameIn(reply)).toBe(name))

  test.each(['Thanks', 'thank you!', 'No', 'yes please', 'Who is this', 'OK', '1', 'Do you have anything on a Saturday?', 'a b c d e', ''])(
    'none in: %s', (reply) => expect(nameIn(reply)).toBeNull(),
  )
})
