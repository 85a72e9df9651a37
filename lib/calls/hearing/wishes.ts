import { re, source } from '#lib/calls/hearing/pattern.ts'
import { answerIn, clausesOf, closedQuestionIn, plain, yesOrNo } from '#lib/calls/hearing/talk.ts'
import type { Evidence, Exchange } from '#lib/calls/hearing/talk.ts'

/** What a caller wants done about texts and about being rung. */
export type Wishes = { refusedTexts: Evidence | null; agreedToTexts: Evidence | null; wantsCallBack: Evidence | null }

type Phrase = readonly [words: string, pattern: RegExp]

const texts = '(?:texts?|texting|text messages?|messages?|messaging|sms(?:es)?)'

const refusals: readonly Phrase[] = [
  ['no texts', re`
    (?<!\b(?:had|got|get|getting|received|have|has|seen|are|were|was|been|there'?s) )\bno (?:more |further |
    marketing |any )*${texts}\b(?! (?:me|you|back|from)\b)(?! (?:is|are) (?:fine|ok|okay|good)\b)`],
  ['don\'t text me', re`
    (?<!\bwhy )\b(?:don'?t|do not|never|stop|please not) (?:please |ever |you |just |bother |go |start |
    want (?:you |anyone |anybody )?to |need (?:you )?to |have to )*(?:be texted|be messaged|text(?:ing)?|
    messag(?:e|ing)|sms)\b(?! back\b)`],
  ['don\'t send me texts', re`
    \b(?:don'?t|do not|never|stop|without) (?:please |ever |be |you |want (?:you |anyone )?to |
    need to )*send(?:ing)? (?:me |us |any |more |out |through |by |via |your )*(?:${texts}|stuff|anything)\b`],
  ['don\'t want texts', re`
    \b(?:don'?t|do not|wouldn'?t|would not|not) (?:really |particularly )?(?:want|need|like|wish|get|do|have|
    use|accept|receive|wanting|interested in) (?:to (?:get|receive|have|be sent) |getting |receiving |having |
    for )?(?:any |a |your |more |the |those |to be |being )*(?:${texts}|texted|messaged)\b`],
  ['rather not be texted', re`
    \b(?:rather|prefer|sooner) (?:you |that you |if you |to |it if you )*(?:didn'?t|did not|don'?t|do not|not|
    wouldn'?t)(?: \w+){0,4}? (?:texts?|texted|messages?|messaged|sms)\b`],
  ['not by text', re`
    \bnot (?:by|via|through|over|in) (?:a )?(?:texts?|messages?|sms)\b|\bwithout (?:any )?(?:texts?|texting|
    messages|messaging)\b`],
  ['not text me', re`
    (?<!\b(?:did|have|has|had|does|why|or) )\bnot (?:to )?(?:be )?(?:text|texted|message|messaged)(?: me)?\b`],
  ['opt out', /\bopt(?:ing|ed)?[ -]?(?:me )?out\b|\bunsubscribe\b/],
  ['can\'t get texts', re`
    \b(?:can'?t|cannot|can not|unable to) (?:get|receive|read|take|do) (?:any |your )?(?:texts?|messages?|
    text messages?)\b|\b(?:can'?t|cannot) text (?:this|it|a landline|that|my landline|the landline)\b`],
  ['don\'t contact me', re`
    \b(?:don'?t|do not|never|stop) (?:please |ever )?contact(?:ing)? (?:me|us)\b|\bleave me alone\b`],
  ['take my number off', re`
    \b(?:take me off|remove me|(?:take|get) my (?:number|name|details) (?:off|out)|(?:remove|
    delete) my (?:number|name|details))\b`],
]

const asks = source`
  (?:can|could|would|will|may) (?:you|u|someone|somebody|they)(?: please| just| possibly| maybe| also| perhaps|
  [ ]quickly| kindly)*`

// Tried on each clause without a "not" in it: "did you text me?" asks for nothing.
const agreements: readonly Phrase[] = [
  ['text me', re`
    ^(?:(?:yes|yeah|yep|sure|ok|okay|please|just|maybe|or|no|then|also|instead|you (?:can|could|may)(?: always|
    [ ]just)?)[ ]+)*(?:text|message|sms) (?:me|us|it|them|that|the|over)\b`],
  ['could you text me', re`
    \b${asks} (?:text|message|sms) (?:me|us|it|them|that|those|the|over)\b|\bwould you mind texting\b`],
  ['could you send me a text', re`
    (?:\b${asks}|^(?:please |just )*) (?:send|drop|ping|give) (?:me |us )?(?:(?:it|that|them|those|the|your|
    some|details|times|information|info|prices|address) ?)*(?:over |through )?(?:a |by |via |in a |
    on )?(?:quick )?(?:texts?|text message|message|sms)\b`],
  ['happy to be texted', re`
    \b(?:feel free to|happy (?:for you )?to(?: be)?|(?:like|want|prefer|rather) you (?:to )?|best to|easier to|
    better to|if you (?:can|could|would)) ?(?:text|texted|message)(?: me)?\b`],
  ['a text is fine', re`
    \b(?:a )?(?:texts?|texting|text message)(?: is|'?s| are| would be| will be) (?:absolutely |totally |
    perfectly )?(?:fine|good|great|ok|okay|best|better|easier|easiest|perfect|lovely|alright)\b|\btext works\b`],
  ['by text please', /^(?:(?:by|via|a|just|i'?d (?:like|prefer)(?: a)?) )?text(?: message)?(?: please| then)?$/],
]

// "You can call me Sam" wants no call.
const me = source`
  (?:ring|phone|call(?=[ ]me(?:$|[ ](?:back|later|again|tomorrow|today|tonight|on|at|when|once|if|after|before|
  this|next|in|instead|please|any|then|as|about|to|for|around|between|monday|tuesday|wednesday|thursday|friday|
  saturday|sunday)\b))) me`
const anybody = source`
  (?:you|u|someone|somebody|anyone|anybody|they|she|he|him|her|them|the [a-z]+|a [a-z]+|one of [a-z]+ [a-z]+|
  dr [a-z]+)`

const callBacks: readonly Phrase[] = [
  ['could you ring me', re`\b(?:can|could|would|will|may) ${anybody}(?: [a-z]+){0,2}? ${me}`],
  ['ring me', re`^(?:(?:yes|yeah|yep|sure|ok|okay|please|just|maybe|or|no|then|also|you (?:can|could)) )*${me}`],
  ['have somebody ring me', re`
    \b(?:get|have|ask|like|want|need|prefer|rather|if) ${anybody}(?: to| could| can| would)? ${me}|\b(?:someone|
    somebody) (?:to|should) ${me}`],
  ['give me a ring', /\bgive (?:me|us) (?:a|another) (?:quick )?(?:ring|call|bell|buzz|tinkle|call[- ]?back)\b/],
  ['a call back', re`
    \b(?:have|get|want|need|like|love|request|arrange|book|do with|appreciate|prefer|ask for|organise) (?:a |
    for a )(?:phone )?(?:call|ring)[- ]?back\b|^(?:a )?(?:call|ring)[- ]?back(?: please| would| later| is)`],
]

const noCallBack = re`
  \b(?:don'?t|do not|never|stop|not|needn'?t|no need (?:to|for you to)|rather you didn'?t) (?:please |ever |
  bother |try |you |want (?:you |anyone |someone |somebody )?to |need (?:you )?to |have to )*(?:to )?(?:ring|
  call|phone|calling|ringing|phoning)\b|\bno (?:need for a )?call[- ]?back\b|\bdon'?t (?:want|need) a call`

const asksToText = re`
  \b(?:shall|can|could|may|should|would|happy|ok|okay|all ?right|want|like|mind|good|fine)\b.*\b(?:text|message|
  sms)\b|\b(?:text|message|sms)\b.*\b(?:ok|okay|all ?right|fine)\b`
const asksToRing = re`
  \b(?:shall|can|could|may|should|would|want|like|happy)\b.*\b(?:(?:ring|call|phone|ringing|calling) you|
  call[- ]?back)\b`
// A yes to "shall I ask the team to ring you?" is for a person to ring, not for an AI (PECR reg. 19).
const asksForPerson = re`
  \b(?:team|somebody|someone|person|human|colleague|doctor|dr|nurse|surgeon|practitioner|consultant|manager|
  receptionist|them|they)\b`
const rathersPhone = re`
  \b(?:e-?mail|ring|call|phone)\b.*\b(?:instead|better|easier)\b|^(?:just )?(?:ring|call|phone|e-?mail) me\b`

const found = (phrases: readonly Phrase[], clause: string): string | null =>
  phrases.find(([, pattern]) => pattern.test(clause))?.[0] ?? null

/** A yes to a question beginning "would you mind" is a no, and the reverse. */
function answerTo(question: string, answer: string): 'yes' | 'no' | null {
  const given = yesOrNo(answer)
  return given && /\bmind\b/.test(question) ? (given === 'yes' ? 'no' : 'yes') : given
}

function noteAnswer(wishes: Wishes, exchange: Exchange): void {
  const question = closedQuestionIn(exchange.asked)
  const answer = answerIn(exchange)
  const at = exchange.said[0]?.at ?? null
  if (asksToText.test(question)) {
    const given = answerTo(question, answer)
    if (given === 'yes') wishes.agreedToTexts = { words: 'yes to texts', at }
    const isRefused = given === 'no' || (given === null && rathersPhone.test(answer))
    if (isRefused) wishes.refusedTexts = { words: 'no to texts', at }
  } else if (asksToRing.test(question) && !asksForPerson.test(question)) {
    const given = answerTo(question, answer)
    if (given === 'yes') wishes.wantsCallBack = { words: 'yes to a call back', at }
    if (given === 'no') wishes.wantsCallBack = null
  }
}

/**
 * What the caller said about texts and ringing back, each by the last fixed phrase that was heard. A refusal and an
 * agreement may both be there: a refusal beats a yes. A call-back that is declined afterwards is no longer wanted.
 */
export function wishesIn(exchanges: readonly Exchange[]): Wishes {
  const wishes: Wishes = { refusedTexts: null, agreedToTexts: null, wantsCallBack: null }
  for (const exchange of exchanges) {
    noteAnswer(wishes, exchange)
    for (const turn of exchange.said) {
      const said = plain(turn.text)
      const refused = found(refusals, said)
      if (refused) wishes.refusedTexts = { words: refused, at: turn.at }
      for (const clause of clausesOf(said)) {
        const isNegative = /\b(?:don'?t|do not|not|never|stop|no need)\b/.test(clause)
        const agreed = isNegative ? null : found(agreements, clause)
        if (agreed) wishes.agreedToTexts = { words: agreed, at: turn.at }
        const wanted = noCallBack.test(clause) ? null : found(callBacks, clause)
        if (wanted) wishes.wantsCallBack = { words: wanted, at: turn.at }
        else if (noCallBack.test(clause)) wishes.wantsCallBack = null
      }
    }
  }
  return wishes
}
