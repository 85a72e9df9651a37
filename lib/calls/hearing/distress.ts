import { re, source } from '#lib/calls/hearing/pattern.ts'

const self = '(?:myself|herself|himself|themselves|themself)'
const mine = '(?:my|her|his|their) (?:own )?'
const people = source`
  (?:husband|wife|boyfriend|girlfriend|partner|fianc[eé]e?|mum|mam|mom|mother|dad|father|parents|sister|brother|
  family|ex|manager|boss|agent|pimp|he|she|they|somebody|someone)`
const look = '(?:face|body|nose|reflection|looks|skin|appearance|self)'

/**
 * A person in danger from themselves, from how they see their body, or from somebody who makes them come: each with the
 * name it is known by. Whoever says it is told where help is, and is sold nothing.
 */
export const distressFlags: readonly (readonly [words: string, pattern: RegExp])[] = [
  ['self-harm', re`
    \b(?:kill(?:ing)?|hurt(?:ing)?|harm(?:ing)?|hang(?:ing)?|top(?:ping)?|off(?:ing)?|burn(?:ing)?) ${self}\b|
    \bsuicid\w*|\bself[- ]?harm\w*|\bcut(?:ting)? ${self}\b(?!.*\bshav)|\b(?:end|ending|take|taking|took) ${mine}life\b(?! in (?:my|her|his) hands)|
    \bend(?:ing)? it all\b|\bbeen cutting\b(?! (?:down|back|out))|\b(?:want|wanna|wanting|
    going) (?:to )?die\b(?! of embarrassment)|\b(?:wish|wished) (?:i was|i were|i'?d been) (?:dead|never born)\b|
    \bbetter off (?:dead|without me)\b|\boverdos\w*|\btaken (?:too many|all my|a load of|loads of) (?:pills|tablets|
    paracetamol)\b|\b(?:jump|jumping) off (?:a|the) (?:bridge|roof|building)\b|\bdo(?:ing)? away with ${self}\b`],
  ['self-harm', re`
    \b(?:don'?t|do not|no longer|not) want to (?:live|be (?:here|alive|around)|wake up)(?: any ?more)?\b|
    \bno (?:point|reason) (?:in )?(?:living|to live|going on|being here|carrying on)\b|
    \bcan'?t (?:go|carry) on(?= any ?more| like this| living| *(?:$|[.,!?;]))|
    \bcan'?t (?:take|do|bear) (?:it|this) any ?more\b|\b(?:i'?m not|i am not|don'?t feel) safe\b|
    \bnothing (?:left )?to live for\b|\blife (?:is|isn'?t|ain'?t)(?: not)? (?:even )?worth (?:living|it)\b|\blife'?s not worth (?:living|it)\b|
    \bgive up on life\b`],
  ['crisis of body image', re`
    \b(?:hate|hating|loathe|disgusted (?:by|with)|repulsed by) (?:my|her|his) (?:own )?${look}\b(?=.*\b(?:can'?t (?:leave|
    go out|live|cope|stop crying|face)|won'?t leave|never go out|so much i|cry(?:ing)? (?:every|all))\b)|
    \b(?:can'?t|cannot|won'?t|haven'?t|not) (?:leave|left|leaving) the house\b(?=.*\b(?:look|looks|face|nose|ugly|
    skin|body|seen)\b)|\b(?:can'?t|cannot) (?:even )?(?:(?:bear|stand|face) (?:to )?)?look(?:ing)? (?:at myself|in (?:the|a) mirror)\b|
    \b(?:i'?m|i am|i feel|feel like|look like) (?:a |such a |so )?(?:monster|freak|hideous|grotesque|deformed|repulsive)\b|
    \b(?:smashed|covered|broken|thrown out) (?:all )?(?:my|the) mirrors?\b|\bbody dysmorphi\w*|\bbdd\b|
    \b(?:fix|change|do) (?:it|me|this|my ${look}) or i(?:'?ll| will| swear)\b`],
  ['coercion', re`
    \b${people}(?:'?s| is| are|'?re| was| were| has been|'?ve been| have been)? (?:forcing|forced|forces?|pressuring|
    blackmailing|threatening|threatens?) (?:me|her|him|us)\b|\b${people}(?:'?s| is| are|'?re| has)? (?:making|made|
    makes) (?:me|her|him) (?:(?:have|do|get|change|sign|lie|pay|it|this)\b|(?= *(?:$|[.,!?;])))|\b${people}(?:'?s| is|
    [ ]are|'?re)? (?:making|made|makes) (?:me|her|him) *(?:$|[.,!?;])|\b(?:being|been) (?:forced|blackmailed|threatened|
    pressured|made to)\b|\bi'?m forced to (?:have|do|get) (?:it|this|them|surgery|an?)\b|
    \b${people} (?:says?|said|told me) (?:he|she|they)(?:'?ll| will|'?d| would) (?:leave|hit|hurt|kill|beat|divorce) me\b|
    \bagainst (?:my|her|his) will\b|\b(?:don'?t|didn'?t) have (?:a|any) choice\b(?=.*\b(?:he|she|they|${people})\b)|
    \b${people}(?:'?s| is)? (?:hits?|hitting|beats?|beating|hurting|hurts) me\b|\b(?:he|she)(?:'?s| is) listening\b|
    \bcan'?t talk,? (?:he|she)(?:'?s| is) here\b`],
]
