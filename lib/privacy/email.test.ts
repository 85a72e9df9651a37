import { describe, expect, test } from 'vitest'
import { redactCall } from './redact.ts'

/** Turns parted by " / ", the agent's marked with "A:". */
const call = (line: string) =>
  redactCall(
    line.split(' / ').map((text) => ({ role: text.startsWith('A: ') ? 'assistant' : 'user', text: text.replace(/^A: /, '') })),
    { without: ['model'] },
  )

describe('how an address is spelled', () => {
  test.each([
    ["it's s for sierra a m underscore b for bravo at yahoo dot co dot uk", 'sam_b@yahoo.co.uk'],
    ['v i v i e n dot k a y at plusnet dot com', 'vivien.kay@plusnet.com'],
    ['zed four zed at gmx dot com', 'z4z@gmx.com'],
    ['papa echo tango echo at outlook dot com', 'pete@outlook.com'],
    ['f for freddie e n, then dot, then r o double s at gmail dot com', 'fen.ross@gmail.com'],
    ['mair m a i r at gmail dot com', 'mair@gmail.com'],
    ['stefan with an f not a ph at gmail dot com', 'stefan@gmail.com'],
    ["it's the penroses at btinternet dot com", 'thepenroses@btinternet.com'],
    ['the three perrans at sky dot com', 'thethreeperrans@sky.com'],
    ['clive and perran at plusnet dot com', 'cliveandperran@plusnet.com'],
    ['perran_v at live dot co dot uk', 'perran_v@live.co.uk'],
    ['p underscore vale underscore at me dot com', 'p_vale_@me.com'],
    ['perrans fan one hundred at yahoo dot co dot uk', 'perransfan100@yahoo.co.uk'],
    ['oh dash so dash neat at gmail dot com', 'oh-so-neat@gmail.com'],
    ['dot vale at live dot com', 'dotvale@live.com'],
    ['ross the builder nine nine at gmail dot com', 'rossthebuilder99@gmail.com'],
    ['paul m underscore 1979 at live.co.uk', 'paulm_1979@live.co.uk'],
    ['perran penrose perran penrose at btinternet dot com', 'perranpenrose@btinternet.com'],
    ['e for echo s for sierra i for india at gmail dot com', 'esi@gmail.com'],
    ['hugo dot v two thousand at icloud dot com', 'hugo.v2000@icloud.com'],
    ['p e r r a n then a dot then t u t then at gmail dot com', 'perran.tut@gmail.com'],
    ['me at perran dot wales dot wales', 'me@perran.wales'],
    ['carol dot and dot perran at sky dot com', 'carol.and.perran@sky.com'],
  ])('%s', (said, email) => expect(call(said)).toMatchObject({ contact: { email }, categories: ['EMAIL'] }))
})

describe('what stands beside an address is no part of it', () => {
  test.each([
    ['sorry the kettle is boiling um perran dot p two at icloud dot com', 'perran.p2@icloud.com'],
    ['have you got a pen perran dot lang at nhs dot scot', 'perran.lang@nhs.scot'],
    ['perran with a y on the end perran dot v at nhs dot net', 'perran.v@nhs.net'],
    ['you can get me at work on k dot vale at leeds hyphen freight dot co dot uk', 'k.vale@leeds-freight.co.uk'],
    ["it's kim dot vale at oh no hang on kim dot vale two at outlook dot com", 'kim.vale2@outlook.com'],
    ['steven spelt s t e p h e n at gmail dot com', 'stephen@gmail.com'],
    ['a seven instead of the t ma77 at gmail dot com', 'ma77@gmail.com'],
    ['kim dot vale then the at sign then mail dot com', 'kim.vale@mail.com'],
    ['kim dot vale at the letters b t then dot com', 'kim.vale@bt.com'],
    ['lovely and perran at sky dot com', 'perran@sky.com'],
    ['at the moment kim at gmail dot com', 'kim@gmail.com'],
    ["it's my wife's perran penrose at sky dot com", 'perranpenrose@sky.com'],
    ['m for mike m okoro at gmail dot com', 'mokoro@gmail.com'],
    ['kim at g male dot come', 'kim@gmail.com'],
    ["A: Your email? / it's long / A: Go on. / missrita dot wetherby / dash jones / at gmail dot com", 'missrita.wetherby-jones@gmail.com'],
    ['A: Your email? / no i meant gmail rita dot mo at gmail dot com', 'rita.mo@gmail.com'],
    ["A: Your email? / capital h doesn't matter / harriet at gmail dot com", 'harriet@gmail.com'],
    ['A: Your email? / take the underscore out / clare b at gmail dot com', 'clareb@gmail.com'],
    ['A: Your email? / rita at rita hill dot co / A: Dot co or dot com? / dot co', 'rita@ritahill.co'],
  ])('%s', (said, email) => expect(call(said).contact.email).toBe(email))
})

describe('an address in pieces', () => {
  test.each([
    ['A: Your email? / m for mike / i t z i / at hotmail dot co dot uk', 'mitzi@hotmail.co.uk'],
    ['A: Your email? / lou dot baines / A: At? / gmail dot com', 'lou.baines@gmail.com'],
    ['A: Your email? / v i j a y / underscore / m / at gmail dot com', 'vijay_m@gmail.com'],
    ['A: Your email? / s h a u n dot / d one two / at gmail dot com', 'shaun.d12@gmail.com'],
    ["A: What's before the at sign? / p r i n c e s s / A: Okay. / p / A: After? / gmail dot com", 'princessp@gmail.com'],
    ['A: Your email? / the gmail / A: And before the at? / big jase dot eighty', 'bigjase.80@gmail.com'],
    ['A: Your email? / at the allotment dot co dot uk / A: And before the at? / veg', 'veg@theallotment.co.uk'],
  ])('%s', (said, email) => {
    const { contact, turns } = call(said)
    expect(contact.email).toBe(email)
    expect(turns.filter((turn) => turn.role === 'user').map((turn) => turn.text).join(' ')).toMatch(/^(?:\[EMAIL\]|the| )+$/)
  })
})
