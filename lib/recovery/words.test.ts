import { describe, expect, test } from 'vitest'
import { intentOf } from './words.ts'
import { plainWords } from './stop-words.ts'

const stops = [
  'STOP', 'stop', 'Stop.', 'STOP!!', '"STOP"', '‘stop’', ' stop ', 'STOPALL', 'stop all', 'Unsubscribe', 'END', 'quit',
  'Revoke', 'OPTOUT', 'opt-out', 'CANCEL', '"cancel"', 'Cancel.', 'end!', 'Stopp', 'STOOOP', 'stpo', 'STOP STOP STOP',
  'Stop 🛑', 'ＳＴＯＰ',
  'stop please', 'Please stop', 'pls stop', 'stop it', 'just stop', 'stop this now', 'ok stop', 'can you stop',
  'no stop', 'stop thanks',
  'stop texting me', 'Stop messaging me please', 'please stop contacting me', 'stop sending me these',
  'stop sending texts', 'stop the texts',
  'stop bothering me', 'can you stop texting me', 'would you stop messaging this number', 'quit texting me',
  'stop calling me', 'stop spamming',
  'why don\'t you stop texting me', 'if you don\'t stop I will complain', 'I told you to stop', 'I want this to stop',
  'I said STOP',
  'Stop. I have changed my mind', 'STOP - not for me', 'stop, wrong one', 'STOP\nthank you',
  'unsubscribe me please', 'please unsubscribe', 'I can\'t unsubscribe', 'how do I opt out', 'I want to opt out',
  'opt me out', 'opting out',
  'please remove me', 'remove me from your list', 'remove my number', 'delete my details', 'take me off your list',
  'Take my number off your system',
  'lose my number', 'can you remove me please', 'don\'t text me', 'Don’t text me again', 'do not message me again',
  'dont txt me', 'never text me again',
  'please do not contact me', 'don\'t contact this number', 'can you not text me', 'please don\'t message',
  'don\'t keep texting', 'dont call me again',
  'I don\'t want any more texts', 'I do not want to be contacted', 'I don\'t want to hear from you',
  'I no longer wish to receive these messages',
  'don\'t want these texts', 'no more texts', 'No more messages please', 'no texts', 'no texts please', 'enough texts',
  'no more',
  'wrong number', 'Sorry, wrong number', 'you have the wrong number', 'wrong person mate',
  'I think you\'ve got the wrong number',
  'leave me alone', 'please leave me alone!', 'leave us in peace', 'fuck off', 'oh just fuck off', 'piss off',
  'Go away', 'get lost', 'jog on',
  'I want you to stop texting me', 'would like you to stop messaging', 'need this to stop',
  'I asked you to stop calling me', 'take this number off your list',
  'Hi, please take me off your texts', 'no more of these please', 'do not ever contact me again',
  'I never want to be texted again',
  'Please stop, I never asked for this', 'pls dont send me texts', 'don\'t send me any more messages',
  'get me off this list', 'who gave you my number? stop',
  'please take my name off your list', 'unsubscibe', 'Please cease contact', 'fck off', 'stop this nonsense',
  'don\'t text me, call me', 'please dont text, ring me',
  'this is spam', 'spam', 'reporting you for harassment', 'I\'m blocking you', 'I withdraw my consent',
  'I didn\'t consent to this',
]

const texts = [
  'I can\'t stop thinking about it', 'I\'ll stop by at 3', 'don\'t stop', 'Don\'t stop texting me',
  'when does it stop bleeding', 'stop by', 'Can I stop by tomorrow?',
  'I need to stop the bleeding', 'should I stop taking my tablets', 'is there a bus stop nearby',
  'Is it near the bus STOP', 'make it stop', 'I want to stop smoking first',
  'the pain won\'t stop', 'it will not STOP', 'when will it STOP?', 'non stop', 'nonstop swelling',
  'please don\'t leave me alone after surgery', 'can you remove my stitches', 'remove my mole', 'can you take me at 3',
  'take my number again', 'please don\'t remove me',
  'I don\'t want to opt out', 'I did not mean to unsubscribe', 'I gave you the wrong number before',
  'will the swelling go away', 'it went to my junk',
  'don\'t text me before 9', 'please don\'t ring me at work', 'you didn\'t text me', 'don\'t forget to text me',
  'why don\'t you text me back',
  'cancel my appointment', 'please cancel the 3pm', 'when does it end', 'the end of the week', 'I can\'t quit my job',
  'I do not want it today', 'I don\'t want to wait long',
  'I don\'t want you to stop texting', 'please don\'t stop messaging me', 'I will stop smoking',
  'does the tingling stop', 'report to reception at 2?',
  'can I take my car off the drive by 3', 'do I need to remove my make-up', 'my friend is leaving me alone that day',
  'the swelling is annoying', 'no contact lenses that day?',
  'I\'ve had no texts', 'no messages came through', 'not interested', 'no thanks', 'Yes', 'YES', 'yes please', 'YES!',
  'help me', 'help, my lip is swollen', 'who is this', 'hello', '', '???', '👍',
  '10', '0', '1 or 2?', '1?', '1 2', '1pm', '2pm please', 'one second', 'two of us', 'book?', 'is 1 still free',
  'how much to book', 'I booked already',
  'don\'t book it', 'I\'ll call you', 'call you later', 'my call dropped', 'no change', 'I don\'t want to change it',
  '17', '118', '<18', '-18', 'under 18', 'not 18', 'I am 18 next week', 'she is nearly 18', 'is it over 18?', '18?',
  'the 18th', 'adult?', 'no adult',
]

const table: [string, Exclude<ReturnType<typeof intentOf>['kind'], 'choice' | 'stop' | 'text'>][] = [
  ['START', 'start'], ['start', 'start'], ['Unstop.', 'start'],
  ['HELP', 'help'], ['help!', 'help'], ['Info', 'help'], ['help please', 'help'],
  ['CHANGE', 'change'], ['change', 'change'], ['Change please', 'change'], ['can I change it?', 'change'],
  ['different time', 'change'], ['another day please', 'change'],
  ['I\'d like to reschedule', 'change'], ['any other times?', 'change'],
  ['CALL', 'call'], ['call me', 'call'], ['Please call me back', 'call'], ['can someone ring me?', 'call'],
  ['ring me back please', 'call'], ['give me a call', 'call'],
  ['18', 'adult'], ['18+', 'adult'], ['ADULT', 'adult'], ['over 18', 'adult'], ['I\'m 18', 'adult'],
  ['Yes 18', 'adult'], ['yes I am over 18', 'adult'],
  ['18, yes', 'adult'], ['18 or over', 'adult'], ['18 years old', 'adult'], ['she is 18', 'adult'],
  ['I\'m an adult', 'adult'],
]

const choices: [string, number][] = [
  ['1', 1], ['1.', 1], [' 1 ', 1], ['"1"', 1], ['1 please', 1], ['One', 1], ['one!', 1], ['option 1', 1], ['No. 2', 2],
  ['2', 2], ['two', 2], ['3 thanks', 3],
  ['Reply 1', 1], ['yes 1 please', 1], ['9', 9], ['1️⃣', 1], ['Book 2', 2], ['1 is fine', 1], ['I\'ll take 3', 3],
  ['the first one please', 1], ['2nd', 2], ['Third', 3], ['ok 1', 1], ['1 yes', 1], ['BOOK', 1], ['book please', 1],
  ['Book it', 1], ['please book me in', 1], ['yes, book it please', 1], ['Can you book me in', 1],
]

describe('what a reply asks for', () => {
  test.each(stops)('%j asks for no more texts', (body) => expect(intentOf(body)).toEqual({ kind: 'stop' }))
  test.each(texts)('%j is for a person to read', (body) => expect(intentOf(body)).toEqual({ kind: 'text' }))
  test.each(table)('%j is %s', (body, kind) => expect(intentOf(body)).toEqual({ kind }))
  test.each(choices)('%j chooses %i', (body, n) => expect(intentOf(body)).toEqual({ kind: 'choice', n }))

  test('case, quotes and punctuation around a word change nothing', () => {
    for (const [body, kind] of [['stop', 'stop'], ['start', 'start'], ['call', 'call'], ['change', 'change']] as const) {
      const shapes = [`"${body}"`, `${body}.`, ` ${body} `, `${body}!!!`, `(${body})`, `“${body}”`, `${body} 🙏`]
      for (const shape of [body.toUpperCase(), ...shapes]) {
        expect(intentOf(shape), shape).toEqual({ kind })
      }
    }
  })

  test('the carrier\'s verdict wins', () => {
    expect(intentOf('1', 'STOP')).toEqual({ kind: 'stop' })
    expect(intentOf('YES', 'START')).toEqual({ kind: 'start' })
    expect(intentOf('STOP', 'HELP')).toEqual({ kind: 'help' })
    expect(intentOf('1', 'stop')).toEqual({ kind: 'stop' })
    for (const none of [undefined, null, '', 'toString', 'OTHER']) expect(intentOf('1', none)).toEqual({ kind: 'choice', n: 1 })
  })

  test('words are compared bare', () => {
    expect(plainWords('  Don’t—TEXT\tmé!! 👋 ')).toBe('dont text me')
  })
})
