import { distressFlags } from '#lib/calls/hearing/distress.ts'
import { re, source } from '#lib/calls/hearing/pattern.ts'
import { answerIn, closedQuestionIn, plain, yesOrNo } from '#lib/calls/hearing/talk.ts'
import type { Evidence, Exchange } from '#lib/calls/hearing/talk.ts'

/** `medical`: signs that cannot wait, or danger to life; `distress`: self-harm, a crisis of body image, coercion. */
export type DangerKind = 'medical' | 'distress'
export type Danger = Evidence & { kind: DangerKind }

type RedFlag = readonly [words: string, pattern: RegExp]

const change = source`
  (?:'?s|'?re| is| are| has| have|'?ve| was| were| look| looks| looking| feel| feels)?(?: [a-z]+){0,2}? (?:gone|
  going|goes|went|turned|turning|turns|looks|looking|becoming|become|got|getting)(?: [a-z]+){0,3}?`
const being = source`
  (?:'?s|'?re| is| are| has| have| was| look| looks| looking| gone| going| went| turned| turning| turns|
  [ ]getting| got| becoming)(?: [a-z]+){0,4}?`
const skin = '(?:skin|face|it|area|side|they|bits?|patch|site|finger|fingers)'
const spot = '(?:lips?|nose|tip|cheeks?|chin|forehead|eyelids?|tongue|nostrils?|temples?)'
const ashen = '(?:blue|bluish|grey|greyish|gray|mottled|purple|dusky|blotchy|marbled|lacy)'
const drained = '(?:white|whitish|pale|black)'
const there = "(?: (?:round|around|near|over|under|above|below|by|on)(?: [a-z']+){1,3}?)?"
const very = '(?:(?:really|very|so|extremely|incredibly|unbelievably|insanely|bloody) )+'
const hard = source`
  (?:trouble|difficulty|difficulties|problems?|issues?|struggling|struggle|struggles|hard|harder|difficult|
  can(?:'?t|not| not)(?: really| properly| even| hardly)?|could(?:n'?t| not)|unable|cannot|barely|hardly|
  finding it hard)`
// A blocked nose is why people ask for a new one.
const notByNose = source`
  (?!(?: [a-z]+){0,3}? (?:through|out of|from) (?:my|the|one|either|his|her|both)? ?(?:[a-z']+ )?(?:nose|
  nostrils?))`

// Signs after injectables and surgery that cannot wait, and danger to life. The lists err towards a person being rung.
const redFlags: readonly RedFlag[] = [
  ['loss of vision', re`
    \b(?:can(?:'?t|not| not)(?: really| even| hardly| barely)?|barely|hardly) see (?:properly|clearly|well|
    straight|out|from my|through my|with my|a thing|anything(?! (?:on|available|for|that|free|in|i|before|after|
    until|about|else)\b))|\b(?:can(?:'?t|not| not)(?: even| hardly| barely)?|can (?:barely|
    hardly)) see(?= *(?:$|[.,!?;]))`],
  ['loss of vision', re`
    \b(?:lost|losing|lose|loss of) (?:(?:all|some|most|half|part|of|my|the|his|her) )*(?:sight|vision|eyesight)\b|
    \b(?:gone|going|went|turned) (?:[a-z']+ )?blind\b|\bblind in (?:one|my|the)\b|\bi'?m blind\b`],
  ['change of vision', re`
    \b(?:vision|sight|eyesight)(?:'?s| is| are| has| have|'?ve)? (?:[a-z']+ ){0,5}?(?:blurry|blurred|blurring|
    cloudy|fuzzy|dark|darker|black|gone|going|double|dim|failing|fading|disappeared)\b|\beyes?(?:'?s| is| are|
    [ ]has| have|'?ve)? (?:[a-z']+ ){0,5}?(?:blurry|blurred|blurring|cloudy|fuzzy|(?:gone|going|
    went) (?:[a-z']+ )?(?:dark|black|dim|blank))\b|\b(?:shadow|curtain) (?:over|across|in) (?:my|her|
    his) (?:[a-z']+ )?(?:eye|vision|sight)\b|\b(?:blurry|blurred|double|cloudy|tunnel|fuzzy|disturbed) (?:vision|
    sight)\b|\bseeing (?:double|spots|stars|flashes|flashing)\b|\beverything(?:'?s| has| is| went)? (?:gone |
    going )?(?:black|dark|blurry|blurred)\b`],
  ['skin changes colour', re`
    \b(?:${spot})${being} (?:${ashen}|${drained})\b|\b(?:${skin})${there}${being} ${ashen}\b|
    \b(?:${skin})${there}${change} ${drained}\b`],
  ['skin goes cold', re`
    \bcold and (?:it'?s |gone )*(?:pale|white|grey|hard|numb|painful|blotchy|clammy|hurts|hurting|sore)\b|
    \b(?:pale|white|grey|blotchy|numb|hurts|painful) and (?:it'?s |gone |feels |really |very )*cold\b`],
  ['skin changes colour', re`
    \b(?:${ashen}|white)(?: ${ashen})? (?:patch|patches|pattern|skin|lips?|mark|marks|blotch|blotches|area)\b|\bblanch(?:ed|ing)\b|
    \bmottl(?:ed|ing)\b|(?<!\bhair(?:'?s| is| has| have)? )\b(?:turned|gone|turning) (?:[a-z']+ )?(?:grey|gray|
    blue|purple|mottled)\b`],
  ['blocked vessel', re`
    \bfiller(?:'?s| is| has)? (?:[a-z']+ ){0,5}?block(?:ed|ing)\b|\b(?:vascular )?occlu(?:sion|ded)\b|
    \bblocked (?:blood )?(?:vessel|artery|vein)\b|\bnecro(?:sis|tic)\b|\b(?:skin|tissue|lip|nose)(?:'?s|
    [ ]is)? (?:dying|dead)\b`],
  ['trouble breathing', re`
    \b${hard} (?:with (?:my )?|to |in |even |really )*breath(?:e|ing)\b${notByNose}|\bbreath(?:ing|e)(?:'?s| is|
    [ ]has| feels)? (?:[a-z']+ ){0,5}?(?:difficult|hard|harder|worse|bad|short|heavy|shallow|tight|
    funny)\b${notByNose}`],
  ['trouble breathing', re`
    \b(?:short|shortness|out) of breath\b(?! (?:from|after) (?:the |my |running|climbing)(?:stairs|walk|run|gym)?)|\bbreathless\b|\b(?:catch|get) (?:my|her|his|their) breath\b|
    \bwheez(?:y|ing|e)\b|\bgasping\b|\b(?:struggling|fighting) for (?:breath|air)\b|\bchoking\b|
    \bstopped breathing\b|\bnot breathing\b|\bisn'?t breathing\b|\bsuffocating\b|\bhurts? (?:when i |
    to )breathe?\b`],
  ['trouble swallowing', re`
    \b${hard} (?:with |to |in |even )*swallow(?:ing)?\b|\bswallowing(?:'?s| is)? (?:[a-z']+ )?(?:difficult|hard|
    painful)\b|\bthroat(?:'?s| is| feels| has| keeps)? (?:[a-z']+ ){0,5}?(?:closing|closed|tight|tightening|
    swelling|swollen|shut)\b`],
  ['swelling of the face', re`
    \b(?:face|tongue|throat|lips?|mouth|eyes?|cheeks?|neck)(?:'?s| is| are| has| have|'?ve| feels?| looks?|
    [ ]keeps?)? (?:[a-z']+ ){0,5}?(?:swelling|swollen|swelled|swole|puffed|puffing|ballooned|ballooning|blown up|
    blowing up|doubled in size)\b|\b(?:tongue|throat|face)(?:'?s| is| feels| looks|
    [ ]has) (?:[a-z']+ ){0,2}?(?:huge|massive|enormous|thick)\b`],
  ['swelling of the face', re`
    \bswell(?:ing|ed)? (?:up )?(?:of|in|on|around|to|under) (?:my |the |her |his )?(?:whole )?(?:face|tongue|
    throat|lips?|mouth|eyes?|neck)\b|\bswollen (?:face|tongue|throat|lips?|eyes?|neck)\b|\b(?:can'?t|cannot|
    can not) open my eyes?\b`],
  ['allergic reaction', re`
    \banaphyla\w*|\bepi ?pen\b|\b(?:having|had|have|got|getting|think it'?s|it'?s) (?:a |an |some (?:kind|
    sort) of )?(?:bad |severe |serious |massive )?(?:allergic reaction|bad reaction|severe reaction)\b|
    \b(?:come|came|broken|breaking) out in hives\b`],
  ['chest pain', re`
    \bchest (?:[a-z']+ )?(?:pains?|tightness|pressure|ache)\b|\b(?:pains?|pressure|tightness|tight feeling|ache|
    crushing) (?:in|across|on|around) (?:my |the |her |his )?chest\b|\bchest(?:'?s| is| feels|
    [ ]has)? (?:[a-z']+ ){0,5}?(?:hurts?|hurting|tight|painful|sore|killing|pounding)\b|\b(?:having|is it|like|
    think it'?s) a heart attack\b|\bheart(?:'?s| is) (?:racing|pounding|going mad|stopped)\b`],
  ['collapse', re`
    (?<!\b(?:nose|nostrils?|bridge|septum|valve|cartilage|cheeks?|tip)(?: has|'s| have| is)? )\bcollaps(?:ed|
    ing)\b|\b(?:passed|passing) out\b|\bfaint(?:ed|ing)\b(?! (?:at the (?:price|cost|bill)|when i (?:saw|heard|got) (?:the|your|how)))|\bfeel(?:s|ing)? (?:really |very |a bit |quite |
    so )?faint\b|\b(?:going|about) to (?:pass out|faint|collapse)\b|\b(?:blacked|blacking) out\b|
    \bunconscious\b|\bunresponsive\b|\b(?:he|she|they)(?:'?s|'?re| is| are| has)? (?:not|isn'?t|aren'?t|stopped|won'?t) respond(?:ing)?\b|
    \b(?:won'?t|not|can'?t) wak(?:e|ing)(?: (?:her|him|them))?(?: up)?\b|
    \bhaving a (?:seizure|fit)\b|\bseizures?\b|\bconvulsions?\b`],
  ['signs of a stroke', re`
    \b(?:having|having had|i'?ve had|she'?s had|he'?s had|signs? of|symptoms? of|like|it'?s|just had|might be|
    could be) a (?:mini[- ]?)?stroke\b|\b(?:face|mouth|smile|eye|side)(?:'?s| is|
    [ ]has)? (?:[a-z']+ ){0,5}?(?:droop\w*|dropped|fallen|lopsided|numb|paralysed)(?: [a-z]+){0,3}? (?:one|left|
    right|this) side\b|\b(?:one|left|right|half)(?: side)?(?: of)? ?(?:(?:my|her|his|the) (?:face|body|
    mouth))?(?:'?s| is| has)? ?(?:[a-z']+ ){0,5}?(?:droop\w*|dropped|fallen|numb|weak|paralysed)\b`],
  ['signs of a stroke', re`
    \b(?:mouth|smile|face)(?:'?s| is| has)? (?:[a-z']+ )?(?:suddenly )?(?:drooping|drooped|dropped|gone numb|
    paralysed)\b(?!.*\b(?:age|aged|years|older|weight|over time|jowls)\b)|\bslurr(?:ed|ing)\b|\b(?:can'?t|
    cannot|can not) (?:move|lift|feel|raise) (?:my|her|his) (?:[a-z']+ )?(?:arms?|legs?|hands?|face|side|lips?|mouth|tongue|nose|jaw)\b|
    \b(?:arm|leg|side)(?:'?s| is| has)? (?:gone |all |completely )*(?:numb|weak|dead|floppy)\b|\b(?:can'?t|
    cannot) (?:speak|talk) properly\b`],
  ['severe pain', re`
    \b(?:severe|excruciating|unbearable|agonising|agonizing|intense|extreme|terrible|horrendous|horrific|awful|
    horrible|shocking|sharp|stabbing|searing|burning|serious|crazy|worst|
    unreal) (?:[a-z']+ )?pains?\b(?! to (?:get|find|book|have|reach)\b)|\bthrobbing\b|\bpain(?:'?s| is|
    ,)? (?:[a-z']+ ){0,5}?(?:eight|nine|ten|8|9|10) out of (?:ten|10)\b|\b${very}(?:bad |much )pains?\b|\b(?:agony|excruciating|
    unbearable)\b|\b(?:so much|a lot of|loads of|tons of|in real|in terrible|in serious|screaming (?:in|with)|
    crying (?:in|with)|can'?t stand the|can'?t cope with the|can'?t bear the) pain\b`],
  ['worsening pain', re`
    \b(?:pain|pains|soreness|ache)(?:'?s| is| has| are| keeps?)? (?:[a-z']+ ){0,5}?(?:worse|worsening|worsened|
    increasing|unbearable|spreading|severe|terrible|awful|horrendous|excruciating|intense)\b|\b(?:getting|
    become|becoming|got) (?:more and more |much more |a lot more |more |increasingly |even more )(?:painful|
    sore)\b|\b(?:worsening|increasing) pain\b|(?<!\b(?:does|will|would|did|do|can) (?:it|they|
    that) )\b(?:hurts?|hurting) (?:[a-z']+ ){0,5}?(?:more and more|so much|so bad|really bad\w*|a lot|like hell|
    worse)\b`],
  ['severe pain', re`
    (?<!\b(?:heard|read|told|said|scared|worried|afraid|think|hear)(?: that)? )\b(?:it'?s|it is|they'?re|
    they are|i'?m in|feels|is) ${very}(?:painful|sore|hurting|much pain)\b|(?<!does )\bit (?:really|
    bloody) hurts\b`],
  ['spreading infection', re`
    \binfect(?:ion|ed)(?:'?s| is| has| keeps)? (?:[a-z']+ ){0,5}?(?:spread|spreading|worse)\b|
    \bspreading (?:infection|redness)\b|\bred(?:ness)?(?:'?s| is| has| keeps)? (?:[a-z']+ )?(?:spread|
    spreading)\b|\bred (?:streaks?|lines?)\b|\bsepsis\b|\bseptic\b|\bblood poisoning\b`],
  ['heavy bleeding', re`
    \b(?:won'?t|can'?t|doesn'?t|not|hasn'?t) stop(?:ped|ping)? (?:the )?bleeding\b|
    \bbleeding (?:[a-z']+ )?(?:heavily|badly|a lot|everywhere|loads|so much|won'?t stop|hasn'?t stopped)\b|
    \bhaemorrhag\w*|\bhemorrhag\w*|\bblood (?:is )?(?:pouring|gushing|everywhere)\b`],
  ['an emergency', re`
    \b(?:i'?m|he'?s|she'?s|they'?re|is) dying\b(?! (?:to|for|of|laughing|inside))|\b(?:it'?s|this is|is|it is|have|having|medical|real) (?:an? )?(?:a real |medical |real )?emergency\b|
    \b(?:need|call(?:ed|ing)?|ring(?:ing)?|rang|get|getting|waiting for|send) (?:me |for )?(?:an? |
    the )?(?:ambulance|999)\b|\b(?:going|gone|go|on my way|taking (?:her|him)|get) to (?:a ?(?:and|&|'n'|n) ?e|
    casualty)\b`],
]

const infection = re`
  \binfect(?:ed|ion)\b|\bpus\b|\boozing\b|\bweeping\b|\babscess\b|\bhot to (?:the )?touch\b|\bred and hot\b|
  \bhot and red\b|\bspreading\b`
const fever = re`
  \bfever(?:ish)?\b|\b(?:got|have|having|high|running|had|with) (?:a |the )?(?:high |bad )?temperature\b|
  \btemperature of\b|\bshiver\w*|\bhot and cold\b|\bburning up\b|\bchills\b|\bflu[- ]?like\b`

// "No chest pain": only right before the words, as a miss costs more than a false alarm. "No, chest pain" is one.
const denial = re`
  \b(?:(?:want|prefer|love|(?:would|'d) like) (?:my|the|her)|leave|no|not|nobody(?:'?s| is)|no one(?:'?s| is)|without|never had|never have|not having|not got|haven'?t got|haven'?t had|don'?t have|didn'?t have|
  not in|no sign of|free of|nothing like) (?:any |a |an |much |more |real |such )*$`

// Of long ago, said right after; what came since may be a sign of today.
const past = re`
  ^(?:(?!\b(?:since|and|but|after|now|again|from|today)\b)[^.!?]){0,40}\b(?:years ago|at school|
  as a (?:child|kid|baby|teenager)|when i was (?:young\w*|little|small|a (?:child|kid|baby|teenager)))\b`

function isSaid(pattern: RegExp, text: string): boolean {
  if (!pattern.test(text)) return false
  const matches = [...text.matchAll(new RegExp(pattern, 'g'))]
  return matches.some((match) => {
    const end = match.index + match[0].length
    return !denial.test(text.slice(Math.max(0, match.index - 40), match.index)) && !past.test(text.slice(end, end + 80))
  })
}

type Flag = { kind: DangerKind; words: string }

function flagIn(text: string): Flag | null {
  const medical = redFlags.find(([, pattern]) => isSaid(pattern, text))
  if (medical) return { kind: 'medical', words: medical[0] }
  const distress = distressFlags.find(([, pattern]) => isSaid(pattern, text))
  return distress ? { kind: 'distress', words: distress[0] } : null
}

/**
 * The first red flag a caller spoke of: signs after a treatment that are counted in hours, danger to life, or a person who
 * is not safe. A fixed list, so that what it catches does not depend on a model.
 */
export function dangerIn(exchanges: readonly Exchange[]): Danger | null {
  let isInfected = false
  let isFeverish = false
  for (const exchange of exchanges) {
    const question = closedQuestionIn(exchange.asked)
    const askedFor = /\bif\b/.test(question) ? null : flagIn(question)
    if (askedFor && yesOrNo(answerIn(exchange)) === 'yes') return { ...askedFor, at: exchange.said[0]!.at }
    for (const turn of exchange.said) {
      const said = plain(turn.text)
      const flag = flagIn(said)
      if (flag) return { ...flag, at: turn.at }
      isInfected ||= isSaid(infection, said)
      isFeverish ||= isSaid(fever, said)
      if (isInfected && isFeverish) return { kind: 'medical', words: 'infection with fever', at: turn.at }
    }
  }
  return null
}
