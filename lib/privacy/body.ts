import { list, placesOf, type Doc, type Range, anyOf, phrases } from './text.ts'
import { re } from './pattern.ts'

/** Inside the body: the part tells as much as the complaint. */
const inner = list(`heart chest lung lungs liver kidney kidneys bowel bowels bladder prostate thyroid stomach tummy
  belly gut guts womb spine back neck
  brain head vision eyesight sight hearing memory balance circulation breathing blood throat glands tonsils sinuses
  joints joint knee knees hip hips
  shoulder shoulders elbow elbows wrist wrists ankle ankles leg legs arm arms foot feet toe toes finger fingers hand
  hands thumb muscle muscles bone bones
  rib ribs groin pelvis calf calves thigh thighs nerve nerves ovary ovaries testicle testicles balls breathing
  speech appetite sleep mood heartbeat pulse
  temperature tooth gums tongue ear ears wee poo pee urine stools bowels voice lymph`)
/** What clinics treat: the part is no secret, the complaint is. */
const outer = list(`nose chin lip lips cheek cheeks eye eyes eyelid eyelids forehead brow brows jaw jawline face
  skin breast breasts boob boobs nipple
  nipples wound scar scars stitches incision implant implants area side mouth nostril nostrils septum temple temples
  scalp tummy stomach bum bottom
  body eyebrow eyebrows navel belly filler site swelling dressing drain mole`)
const complaint = phrases(`pain, pains, painful, ache, aches, aching, achy, hurt, hurts, hurting, sore, soreness,
  swollen, swelling, swells, swelled, puffy, puffed, bruised,
  bruising, bleeding, bleeds, bled, numb, numbness, tingling, tingly, itchy, itching, itches, itch, swell, swell up,
  swells up, closes up, closed up, closing up, blew up, flares up, flared up, swelled up, comes up in lumps, yellow,
  weepy, oozy, hot, hard, black, purple, gone yellow, smells, come apart, come undone, come open, split, popped,
  popped open, coming apart, pulled open, look infected, lopsided, wonky since, uneven, drooped, hanging,
  not closing, will not close, will not stop, tingle, tingles, gone funny, funny, feels funny, clicks, clicking,
  grinding, popping out, streaming, watering, watery, rash, red raw, inflamed, infected, infection, weeping, oozing,
  leaking, blistered, blistering,
  peeling badly, throbbing, throbs, burning, burns, stinging, stings, stiff, stiffness, weak, weakness, twitching,
  twitches, twitchy, drooping, droopy, drooped, dropped, sagging on one side, lumpy, lump, lumps, hard lump,
  hot to touch, hot to the touch, red and hot, hot and red, gone black, going black, turned black, gone white,
  gone blue, gone purple, turned white, turned blue, gone hard, rock hard, blocked, bunged up, runny,
  dry and cracked, cracked,
  blurry, blurred, fuzzy, double, going, gone, failing, poor, terrible, dodgy, gammy, dicky, bad, playing up,
  plays up, acting up, giving me trouble, giving me grief, giving me gyp, giving me jip, packed up, packing in,
  packed in, given up, knackered, buggered, shot, wrecked, ruined, not right, not good, not great, not what it was,
  not working, not working properly,
  broken, fractured, dislocated, torn, ruptured, sprained, twisted, trapped, cramping, cramps, cramp, spasms, spasm,
  seized up, locked, locks up, gives way, giving way, racing, pounding, fluttering, irregular, skips,
  skipping beats, murmur, tight, tightness, wheezy, wheezing, rattling,
  split open, opened up, come open, reopened, gaping, smelly, smells, festering, septic, crusty, scabby, scabbing,
  scabbed, discharging, angry looking, angry, tender, raw, sensitive to touch, removed, amputated, taken out,
  taken away, replaced, operated on, transplanted, scanned, irritated, asymmetric, uneven since, collapsed since,
  upset, loose, bloated, bloating, gripey, problem, problems, issue, issues, trouble, troubles, condition,
  conditions, disease, complaint, disorder, failure, attack, injury, cancer, tumour, scare, defect, damage, surgery,
  op, operation, transplant, replacement, spasm, disorder`)
/** These only count inside the body, where there is no treatment they could be a wish for. */
const onlyInner = new Set(
  phrases(`hot, hard, yellow, black, purple, uneven, funny, grinding, hanging, split,
  popped, problem, problems, issue, issues, trouble, troubles, condition, conditions, surgery, op, operation, going,
  gone, double, poor, bad, not good, not great, tight, loose, irregular, upset,
  removed, taken out, taken away, replaced, transplant, replacement, locked, shot, weak, dropped, terrible, failing,
  leaking, sensitive to touch, angry, stiff, not right, damage, operated on, given up, tightness, knackered, ruined,
  broken, cracked, burns, complaint, dodgy, defect, dry and cracked`),
)
const glue =
  '(?: (?:is|are|was|were|has|have|had|been|keeps?|kept|gone|going|feels?|felt|feeling|looks?|looking|gets?|got|getting|started|starts|all|really|very|so|a bit|bit|quite|still|always|just|a little|went|goes|turned|not|bloody|dead|constantly|often|sometimes|completely|totally|rather|on and off|swelled|proper|awful|terribly|absolutely|both|that is|which is|right|pretty|badly|permanently|partly|slightly|about|sometimes|too)){0,5}'
const own =
  '(?:my|his|her|our|the|one|both|this|that|in|me|left|right|lower|upper|half) (?:(?:left|right|lower|upper|top|bottom|big|little|whole|front|back|other|one|bad) ){0,2}'
const subject = (parts: readonly string[]): RegExp =>
  re`\b(?:${own})?${anyOf(parts)}(?= )${glue} (${anyOf(complaint)})\b`
const complaintIn = re`\b((?:a |an |some |this )?(?:(?:bad|sharp|dull|terrible|awful|constant|nagging|burning|
  shooting|stabbing|weird|funny|strange|hard|small|big|little|tiny|red|itchy|sore|tight|heavy|dodgy|
  numb) ){0,3}(?:pains?|aches?|aching|soreness|swelling|numbness|tingling|tightness|burning|stinging|itching|
  rash|lumps?|bruis(?:e|es|ing)|infection|weakness|stiffness|spots?|blisters?|discharge|bleeding|pressure|
  cramps?|spasms?|feeling|sensation|twitch|cyst|growth|patch|patches|sores?|ulcers?|problem|problems|trouble|
  arthritis|fluid|clots?|pins|plate|plates|metal|screws|rod|hole|lumpiness|redness|cancer|fracture|break|damage|
  surgery|operation|op|blockage|injur(?:y|ies)) (?:in|on|of|around|under|behind|down|up|to|inside|over|across|
  with|at|from) (?:(?:my|his|her|the|one|both|our|top of|side of|base of|bottom of|back of|left|right|lower|
  upper|whole|entire|hand) ){1,4}${anyOf([...inner, ...outer])})\b`
const adjectival = re`\b((?:dodgy|gammy|dicky|bad|sore|stiff|broken|fractured|dislocated|torn|ruptured|swollen|
  weak|frozen|trapped|slipped|bleeding|blocked|blurry|infected|upset|runny|irregular|racing|poor|failing|duff|
  knackered|wonky heart|leaky|enlarged|fatty|irritable|overactive|underactive|crumbling|collapsed|punctured|
  perforated|scarred|damaged|burst|replaced|new|metal|artificial|false|prosthetic|fused|arthritic|rheumatic|
  blind|lazy|glass) ${anyOf(inner)})\b`
const doing = re`\b(?:broke|broken|fractured|dislocated|tore|torn|ruptured|sprained|twisted|snapped|shattered|
  injured|damaged|hurt|lost|did in|done in|put out|knackered) (?:(?:my|his|her) ${anyOf(inner)})\b`
const feeling = re`\b(?:can not|could not|can hardly|can barely) (?:really )?feel (?:(?:half|half of|much of|most of|one side of|end of|tip of|any of|all of|my|his|her|the|top|bottom|left|right|upper|lower) ){1,4}${anyOf([...inner, ...outer])}\b`
const general = /\bblood (?:thin|thick|clots?|problem|problems|trouble)\w*\b/g

/**
 * A part of the body with what is wrong with it, said either way round. For parts that a clinic treats only the complaint is
 * a secret; for the rest both are. `isAsked` tells whether a word is only asked about.
 */
export function bodyIn(doc: Doc, isAsked: (word: number) => boolean): Range[] {
  const found: Range[] = []
  for (const [parts, isInner] of [
    [inner, true],
    [outer, false],
  ] as const) {
    for (const { from, to, match } of placesOf(doc, isInner ? subjectInner : subjectOuter)) {
      const said = match[1]!
      if (parted(doc, from, to) || (!isInner && onlyInner.has(said)) || isAsked(from)) continue
      const start = to - said.split(' ').length
      const part = from + doc.words.slice(from, to).findIndex((word) => parts.includes(word.w))
      if (
        /^(?:going|gone|shot|failing)$/.test(said) &&
        !/^(?:vision|eyesight|sight|hearing|memory|knees?|hips?|back|voice|balance|kidneys?|liver|heart|eyes?|lungs?|thyroid)$/.test(
          doc.words[part]!.w,
        )
      )
        continue
      // "Head going", "back problems" need no owner; "back" and "side" alone are no bodies.
      if (
        isInner &&
        /^(?:back|head|hand|foot|arm|side|voice|balance|sleep|hands|legs)$/.test(doc.words[part]!.w) &&
        /^(?:going|gone|double|loose|bad|poor|right|given up)$/.test(said)
      )
        continue
      found.push({ from: isInner ? Math.max(from, part) : start, to })
    }
  }
  for (const pattern of [complaintIn, adjectival, doing, feeling, general]) {
    for (const { from, to } of placesOf(doc, pattern))
      if (!parted(doc, from, to) && !isAsked(from)) found.push({ from, to })
  }
  return found
}

const subjectInner = subject(inner)
const subjectOuter = subject(outer)
const parted = (doc: Doc, from: number, to: number): boolean =>
  doc.words.slice(from + 1, to).some((word) => word.gap === '.' || word.isMask)
