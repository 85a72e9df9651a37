import { asksToStop, plainWords } from './stop-words.ts'

/**
 * What a reply asks for. `stop`, `start`, `help`: the carrier's own words and what people write instead; `choice`: one of
 * the numbered times, or BOOK for the first; `change`, `call`: another time, a call-back; `adult`: says that the person
 * coming is 18 or over; `text`: for a person to read.
 */
export type Intent =
  | { kind: 'choice'; n: number }
  | { kind: 'stop' | 'start' | 'help' | 'change' | 'call' | 'adult' | 'text' }

const optOutTypes = { STOP: 'stop', START: 'start', HELP: 'help' } as const

const numerals = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
const thanks = '(?: (?:please|pls|plz|thanks|thank you|thankyou|ta|x+))*'
const lead = '(?:(?:hi|hello|yes|yeah|yep|ok|okay|please|pls) )*'
const whole = (words: string) => new RegExp(`^${lead}(?:${words})${thanks}$`)

const ordinals = ['1st|first', '2nd|second', '3rd|third']
const fine = '(?: (?:yes|is (?:fine|good|great|ok|perfect)|works|would be (?:fine|good|great|perfect)))?'
const choice = whole(
  `(?:(?:reply|option|number|no|slot|book|i want|id like|ill take|ill have) )?([1-9]|${numerals.join('|')})${fine}`
    + `|(?:the )?(${ordinals.join('|')})(?: (?:one|time|slot|option))?${fine}`,
)
const book = whole('(?:can you |can i |could you )?book(?: (?:it|me|that|this|me in|it in|that in|now|me in for that))?')
const change = whole([
  '(?:can i |could i |i need to |i want to |id like to |i would like to |need to )?(?:change|reschedule|rearrange)'
    + '(?: (?:it|(?:the |my )?(?:time|day|appointment)))?',
  '(?:a |any )?(?:different|another|other|new) (?:time|day|date)s?',
].join('|'))
const call = whole(
  '(?:(?:can|could|would) (?:you |someone |somebody ))?(?:(?:call|ring|phone)(?: me)?|give me a (?:call|ring))(?: back)?'
    + '(?: (?:now|today|when you can|asap))?',
)
const adult = whole(
  '(?:(?:i am|im|she is|shes|he is|hes|they are|theyre|we are|were both|both|the person(?: coming)? is) )?'
    + '(?:aged )?(?:over 18|18|eighteen|an adult|adult)'
    + '(?: (?:plus|or over|or older|and over|years old|years|yrs))?(?: yes)?',
)
/** "<18" and "-18" lose their sign with the other punctuation, and a question attests nothing. */
const doubtful = /[<-]\s*18|\?/

/**
 * What the reply asks for; the carrier's own verdict (OptOutType STOP, START or HELP), when there is one, wins. Anything
 * that could mean two things is `text`, for a person; only a wish to be left alone is read generously. YES by itself is
 * `text`, for it says neither which time nor that texts are wanted again.
 */
export function intentOf(body: string, optOutType?: string | null): Intent {
  const verdict = optOutTypes[(optOutType ?? '').trim().toUpperCase() as keyof typeof optOutTypes]
  if (verdict) return { kind: verdict }
  if (asksToStop(body)) return { kind: 'stop' }

  const words = plainWords(body)
  if (words === 'start' || words === 'unstop') return { kind: 'start' }
  if (words === 'help' || words === 'info' || words === 'help please') return { kind: 'help' }
  if (change.test(words)) return { kind: 'change' }
  if (call.test(words)) return { kind: 'call' }
  if (doubtful.test(body)) return { kind: 'text' }
  if (adult.test(words)) return { kind: 'adult' }
  if (book.test(words)) return { kind: 'choice', n: 1 }
  const [, number, ordinal] = choice.exec(words) ?? []
  if (number) return { kind: 'choice', n: Number(number) || numerals.indexOf(number) + 1 }
  if (ordinal) return { kind: 'choice', n: ordinals.findIndex((names) => names.split('|').includes(ordinal)) + 1 }
  return { kind: 'text' }
}
