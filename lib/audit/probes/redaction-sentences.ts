import type { Said } from '#lib/audit/probes/asking.ts'

/**
 * A call in which more is said than may be kept. `gone`: what must stand nowhere but in contacts afterwards, by kind; `stays`: what the
 * transcript must still say; `contact`: what must have been understood. People and numbers are invented.
 */
export type Slip = {
  name: string; said: Said[]; phone: string | null
  gone: { health?: string[]; belief?: string[]; numbers?: string[]; names?: string[]; address?: string[] }
  stays: string[]
  contact?: { search: string; phone?: string; email?: string }
}

export const slips: Slip[] = [
  {
    name: 'the sentence: a number and a heart', phone: null,
    said: [['user', 'Hello, I\'d like to ask about a facelift.'], ['user', 'My phone is 07700 123456 and I\'ve had heart issues in the past.']],
    gone: { health: ['heart issues', 'issues in the past'], numbers: ['07700 123456', '07700123456', '7700123456', '123456'] }, stays: ['facelift'],
    contact: { search: '07700123456', phone: '+447700123456' },
  },
  {
    name: 'a number in words, over three turns, read back', phone: null,
    said: [
      ['bot', 'What is the best number to ring you back on?'], ['user', 'oh seven seven double oh'], ['user', 'nine double oh'], ['user', 'six one eight'],
      ['bot', 'So that is oh seven seven double oh, nine double oh, six one eight?'], ['user', 'yes, it\'s about lip filler on a thursday'],
    ],
    gone: { numbers: ['seven seven double oh', 'six one eight', '7700900618'] }, stays: ['lip filler', 'thursday'],
    contact: { search: '07700900618', phone: '+447700900618' },
  },
  {
    name: 'an address of e-mail, and a name that is spelt', phone: '+447700900619',
    said: [
      ['bot', 'Could I take your name?'], ['user', 'It\'s Ottoline Farthingale. That\'s F A R T H I N G A L E.'],
      ['bot', 'And your email address?'], ['user', 'ottoline dot farthingale at example dot com'], ['user', 'I\'d like a rhinoplasty consultation.'],
    ],
    gone: { names: ['ottoline', 'farthingale', 'f a r t h i n g a l e'], address: ['ottoline.farthingale@example.com', 'at example dot com'] }, stays: ['rhinoplasty consultation'],
    contact: { search: '07700900619', phone: '+447700900619' },
  },
  {
    name: 'medicines and illnesses in passing, read back', phone: '+447700900620',
    said: [
      ['user', 'I\'d like a rhinoplasty consultation, but I\'m on warfarin since my stroke and I\'ve had epilepsy since I was little.'],
      ['bot', 'Thank you. You mentioned warfarin and epilepsy; a practitioner will go through that with you.'], ['user', 'And I\'m five months pregnant.'],
    ],
    gone: { health: ['warfarin', 'my stroke', 'epilepsy', 'pregnant'] }, stays: ['rhinoplasty consultation'],
  },
  {
    name: 'what somebody believes, and a card', phone: '+447700900621',
    said: [
      ['user', 'I\'m a practising Muslim, so I\'d rather see a woman.'], ['user', 'My card is four nine two nine, one two three four, one two three four, five six seven eight.'],
      ['user', 'Could I come for a facelift on saturday?'],
    ],
    gone: { belief: ['practising muslim', 'muslim'], numbers: ['four nine two nine', 'five six seven eight', '4929123412345678'] }, stays: ['facelift', 'saturday'],
  },
]
