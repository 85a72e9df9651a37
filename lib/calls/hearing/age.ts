import { re, source } from '#lib/calls/hearing/pattern.ts'
import { answerIn, closedQuestionIn, plain, questionsIn, yesOrNo } from '#lib/calls/hearing/talk.ts'
import type { Evidence, Exchange } from '#lib/calls/hearing/talk.ts'

const teens = '(?:1[0-7]|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)'
const child = source`
  (?:[1-9]|1[0-7]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|
  sixteen|seventeen)`
const eighteen = '(?:18|eighteen)'
const relation = '(?:(?:step|grand)?(?:daughter|son)|sister|brother|niece|nephew|girl|boy|child|kid)'
const some = source`
  (?:(?:only|just|still|actually|currently|nearly|almost|about|around|like|um|erm|er|now|aged|turning|turned|
  has|have|been)[ ,]+)*`
const person = '(?:i\'?m|i am|she\'?s|she is|he\'?s|he is|they\'?re|they are|i\'?ll be|she\'?ll be|he\'?ll be)'
// "I'm 17 minutes away", "I'm 16 weeks pregnant", "I'm 12 stone": a number that is no age.
const isAge = source`
  (?![-:.]?\d)\b(?!(?: and a half)?[ -](?:minutes?|mins?|hours?|days?|weeks?|months?|miles?|metres?|stone|
  kilos?|kg|lbs?|pounds?|quid|percent|o'?clock|am|pm|streets?|doors?|people|of|in the queue|out of|times|or so|
  to \d+|or \d+|to twenty|or twenty|thirty|fifteen|hundred|years? (?!old|of age))\b)(?! ?%)`

type Phrase = readonly [words: string, pattern: RegExp]

const phrases: readonly Phrase[] = [
  ['under eighteen', re`\b${person}[ ,]+${some}${teens}${isAge}`],
  ['nearly eighteen', re`
    \b${person}[ ,]+(?:only |just |still )*(?:nearly|almost|not|turning|coming up to|just under|under|
    about to (?:be|turn)|going to (?:be|turn)|gonna be|close to|below) (?:yet |quite |over |
    the age of )*${eighteen}\b`],
  ['eighteen later', re`
    \b(?:i|she|he|they|we)(?:'?m|'?s|'?re|'?ll be| am| is| are| will be| turns?|'?ll turn| will turn|
    '?m gonna be|'?s gonna be|'?m going to be|'?s going to be) (?:turning |only |
    not )*${eighteen}(?: years old)? (?:next|soon|on|tomorrow|this (?:coming )?(?:week|month|year|summer|autumn|
    winter|spring)|later|at (?:christmas|easter|the end)|in (?:a|an|two|three|four|five|six|the|about|\d+|
    january|february|march|april|may|june|july|august|september|october|november|december)\b)`],
  ['turning eighteen', re`
    \b(?:i|she|he|they) turns? ${eighteen}\b|\b(?:i|she|he|they)(?:'?ll| will) (?:be|turn) ${eighteen}\b|
    \bturning ${eighteen}\b`],
  ['not yet eighteen', re`
    \b(?:not|isn'?t|aren'?t|ain'?t|haven'?t|hasn'?t|won'?t be) (?:yet |quite |even |actually |over |turned |
    reached )*${eighteen}\b(?! (?:weeks?|months?|minutes?|hours?|miles?))|\b(?:until|till|before|once|
    when) (?:i|she|he|they)(?:'?m|'?s|'?re| am| is| are| turns?) ${eighteen}\b`],
  ['under age', re`
    (?<!not )\bunder[- ]?age\b|\b(?:i'?m|she'?s|he'?s|still|as|is) a minor\b|
    \b(?<!not )under (?:the age of )?${eighteen}\b`],
  ['a child', re`
    \b${relation}(?:'?s| is| has| she'?s| he'?s| who'?s| who is|, who'?s|, who is|, she'?s|, he'?s|
    [ ,]+aged)? ${some}${child}${isAge}`],
  ['a child', re`
    \b${child}[- ]?years?[- ]?olds? (?:${relation}|friend|cousin)\b|\b(?:my|our|for|take|see|treat|accept|
    book) (?:a |an |my |our )?${child}[- ]years?[- ]olds?\b(?! (?:scar|tattoo|implant|filler|nose|house|boobs|
    breasts|car|dog|cat))`],
  ['a friend under eighteen', re`\b(?:friend|cousin|girlfriend|boyfriend|mate)(?:'?s| is) ${some}${teens}${isAge}`],
  ['a teenager', re`
    \b(?:for|my) (?:my )?teenaged? (?:daughter|son|sister|brother|niece|nephew|girl|boy)\b|\bfor (?:my|
    a) teenager\b|\b(?:i'?m|she'?s|he'?s) (?:only |just |still )*a teenager\b|\bin year (?:[7-9]|1[0-3]|seven|
    eight|nine|ten|eleven|twelve|thirteen)\b`],
  ['a birthday to come', re`
    \b(?:my|her|his) (?:1[0-8]th|(?:eigh|seven|six|fif|four|thir)teenth)(?: birthday)?(?: is|'s)? (?:next|soon|
    coming|in|on|this|tomorrow)\b`],
]

// "My daughter is 15 and I have to fetch her at four" says nothing about who is coming.
const childcare = re`
  \b(?:pick(?:ing)? (?:her|him|them|my \w+) up|pick up my|collect(?:ing)? (?:her|him|them|my)|school run|
  babysit\w*|childminder|look(?:ing)? after|nursery|childcare)\b`

const asksAge = re`
  \b${eighteen}\b.*(?:\b(?:over|older|above|at least|age|aged|turned|years)\b|\?)|\b(?:over|at least|above|
  turned) ${eighteen}\b|\b(?:how old|what age|your age|old enough|an adult)\b`
const asksUnder = re`\b(?:under|below|younger than) (?:the age of )?${eighteen}\b`
const asksHowOld = /\b(?:how old|what age|your age)\b/
const grown = re`\b(?:1[89]|[2-9]\d|${eighteen}|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b`
const young = re`\b${teens}${isAge}`
const unsure = re`
  \b(?:not sure|unsure|don'?t know|do not know|maybe|nearly|almost|not yet|not quite|soon|not for|
  another (?:week|month|year)|next (?:week|month|year))\b|\bi(?:'ll| will) be\W*$`

/** The name of the phrase that says under eighteen, or unsure of it, in an answer to a question about age. */
function inAnswer(exchange: Exchange): string | null {
  const question = questionsIn(exchange.asked).find((one) => asksAge.test(one))
  if (!question) return null
  const answer = answerIn(exchange)
  if (unsure.test(answer)) return 'unsure of eighteen'
  if (asksHowOld.test(question) || /^\W*(?:no|nope|um+|er+m?)?\W*(?:i'?m |only |just )*\w+\W*$/.test(answer)) {
    if (young.test(answer)) return 'under eighteen'
  }
  if (grown.test(answer)) return null
  if (!asksAge.test(closedQuestionIn(exchange.asked))) return null
  const given = yesOrNo(answer)
  return given === (asksUnder.test(question) ? 'yes' : 'no') ? 'no to eighteen' : null
}

/** Whether somebody who would come is, or may be, under eighteen, by the last fixed phrase that the caller said. */
export function underAgeIn(exchanges: readonly Exchange[]): Evidence | null {
  let heard: Evidence | null = null
  for (const exchange of exchanges) {
    const answered = inAnswer(exchange)
    if (answered) heard = { words: answered, at: exchange.said[0]!.at }
    for (const turn of exchange.said) {
      const said = plain(turn.text)
      const words = phrases.find(([, pattern]) => pattern.test(said))?.[0]
      if (words && !childcare.test(said)) heard = { words, at: turn.at }
    }
  }
  return heard
}
