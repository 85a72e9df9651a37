import { placesOf, type Doc, type Range } from './text.ts'
import { relative } from './people.ts'
import { re } from './pattern.ts'

const n =
  '(?:\\d{1,3}(?: \\d)?|(?:(?:a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|and|half|couple of|few|several|oh|point) ?){1,6})'
const soft =
  '(?:(?:is|was|are|were|of|about|around|over|under|at|just|currently|reading|been|has|running|up|to|came back|comes out|nearly|roughly|like|the|last|time|level|levels|a|my|score|count) ){0,5}'

/** What somebody lives with or without, said in passing; and what they have left behind. */
const livesWith: RegExp[] = [
  // Disability: "my carer", "a support worker", "only the one hand", "mum's blind".
  re`\b(?:my|me|our|his|her|mum s|dad s|with (?:a|the)|the) (?:new |old |own |live in |night )?carers?\b(?! (?:home|of))|\bsupport workers?\b|\b(?:electric|power|powered|manual|folding) (?:wheel ?)?chair\b|\bwheelchair\b(?! (?:accessible|access|ramp))|
    \bpersonal assistant for my\b|\bhearing dog\b|\bassistance dog\b|\b(?:long|white) cane\b|\bstairs? ?lift\b|\bcommode\b|
    \b(?:only |just )?(?:have|has|had|got|use|used) (?:only |just )?(?:the |my )?(?:one|half a|half an?) (?:good |working )?(?:hand|arm|leg|foot|eye|ear|lung|kidney|breast|boob)\b|
    (?<=\b(?:mum|mam|mom|dad|nan|gran|grandad|husband|wife|son|daughter|sister|brother|partner|mother|father) is )(?:registered |nearly |almost |completely |partially )?(?:blind|deaf|disabled|housebound)\b(?! to\b)`,
  // What has gone wrong with a part: "my lips have gone blue at the edges", "the left side doesn't move", "a laser burnt me".
  re`\b(?:lips?|fingers?|toes?|hands?|feet|foot|skin|nails?|cheeks?|chin|nose|eyelids?|ears?|legs?|arms?)(?: (?:it|they))?(?: (?:has|have|is|are|was|were))? (?:go|goes|gone|went|going|turned|turn|turning) (?:all |a bit |really |completely )?(?:white|blue|purple|grey|green|yellow|black|numb|cold|dead|stiff|tingly|septic|hard|lumpy|crusty|weepy)(?: (?:at|round|around|on|in|along) (?:the |my )?(?:edges?|tips?|sides?|ends?|corners?))?\b|
    (?<=\b(?:lips?|fingers?|toes?|hands?|feet|cheeks?|nose)\b[^.]{0,12}\b(?:they|it) (?:has |have )?)(?:go|goes|gone|went|turned) (?:all |a bit |really )?(?:white|blue|purple|grey|yellow|black|numb|septic|lumpy|weepy)(?: at the (?:edges|tips|corners|sides))?\b|
    \b(?:left|right|one) side (?:of my [a-z]+ )?(?:does not|will not|can not|never|hardly) (?:move|smile|lift|work|close|feel)\b|
    \b(?:lasers?|peels?|needles?|creams?|ipl|machine|wax) (?:[a-z]+ )?(?:burnt|burned|scarred|blistered) me\b`,
  // Drink and drugs left behind: "thirty days clean", "been sober since march".
  re`\b(?:${n} (?:days?|weeks?|months?|years?)|(?:a|one) (?:year|month|week)) (?:clean|sober|dry|off the (?:drink|booze|drugs|gear|fags|weed|ciggies|cigarettes))\b(?: (?:today|now))?|\bclean (?:and sober|since)\b`,
  /\b(?:st|saint) johns? wort\b/g,
  re`\b(?:can not|could not|unable to|never could|not able to) have (?:any |more |our own )?(?:children|kids|babies|a baby)\b`,
  /\bdiet controlled\b|(?<=\b(?:might|may|could|think i am) be )expecting\b(?! (?:an?|the|some|you|to|it|more))/g,
  // Harm done to oneself.
  re`\b(?:used to|when i|i) (?:cut|burn|hurt|harm) (?:myself|meself|my (?:arms?|legs?|wrists?|thighs?))\b|\bwhen i used to cut\b|\bself harm\w*\b|\bself inflicted\b`,
  // The change of life, and skins that mark.
  re`(?<=\b(?:since|through|in|during|after|hit|going through|started|on) )the change\b(?! (?:of|in|to|over|from|was|is|machine|room|you|we|i))|
    \bi (?:mark|scar|bruise|bleed|burn|swell|flush|blister) (?:really |so |very |dead |too |that )?(?:easy|easily|badly|bad|quick|quickly|like a peach)\b|
    \bpatch tests? (?:was|were|came back|is) (?:positive|negative|clear|fine|bad|red)\b|\b(?:ss|sc|as|aa) genotype\b|\bgenotype (?:is )?(?:ss|sc|as|aa)\b`,
]

/** Whole phrases that are health wherever they stand: measurements, weeks of a pregnancy, amounts that are drunk or smoked. */
const whole: RegExp[] = [
  ...livesWith,
  // Blood, weight, height and what a laboratory counts.
  re`\b(?:blood pressure|bp|b p|b ?m ?i|hba1c|h b a one c|hba one c|a1c|cholesterol|blood sugars?|sugars?|
    glucose|resting heart rate|heart rate|pulse|sats|oxygen levels?|temperature|peak flow|inr|i n r|egfr|psa|
    haemoglobin|ferritin|platelets|white count|iron levels?|vitamin d|tsh|thyroid|hormone levels|testosterone|
    oestrogen|cell count|viral load|sperm count) (?:levels? )?${soft}(?:${n}(?: over ${n})?|very |a bit |
    really |too |quite |sky |through the |on the )?(?:high|low|raised|abnormal|borderline|roof|
    all over the place|normal|fine|up and down|undetectable|off|down|sky high|elevated)?(?= |$)`,
  re`\b(?:body fat|fat percentage|kidneys?|kidney function|liver|lungs?|lung function|heart function|ejection fraction|
    hearing|eyesight) (?:(?:is|are|was|were|has|have|only|about|around|just|down|dropped|working|functioning|running|at|to) ){0,4}${n} ?(?:percent|%)`,
  re`\b(?:gene|genetic|dna) (?:faults?|defects?|errors?|changes?|variants?)\b|\bmc1r\b|\bmthfr\b|\b(?:any |an |no )?(?:illness(?:es)?|diseases?|conditions?) (?:that run |running |runs )?in (?:the|my|our|his|her) family\b|
    \b(?:over(?:loaded|whelmed)|overload) (?:by|with|from) (?:the )?(?:noise|noises|lights?|sounds?|crowds?)(?: and (?:lights?|noise|sounds?))?\b|\bsensory (?:overload|issues|needs|processing)\b|
    (?<=\b(?:am|is|are) )(?:about |nearly |now )?${n} months (?:on|gone|along|pregnant)\b|(?<=\bneed(?:s|ed)? )(?:an? )?(?:sign language |bsl |sign )?interpreter\b`,
  /\b(?:the|my|this|that) (?:[a-z]+ )?scabs?\b|(?<!\b(?:leave|get|form|be|have|make) )\ba (?:big |wee |little )?scab\b|\bscabs? that\b/g,
  /\b(?:1[0-9]\d|2[0-3]\d|[89]\d) over (?:[4-9]\d|1[0-4]\d)\b/g,
  re`\b(?:a |one )?(?:hundred|one) (?:and )?(?:\w+ ){0,2}over (?:a hundred|forty|fifty|sixty|seventy|eighty|
    ninety)(?: (?:one|two|three|four|five|six|seven|eight|nine))?\b`,
  re`\b(?:weigh|weighs|weighed|weight is|weighing|am|down to|up to|got to|dropped to|tipping) (?:in |in at |at |
    about |around |just |over |under |roughly |nearly |the scales at ){0,3}${n} ?(?:stone|stones|st|kilos?|kg|
    kilograms|pounds in weight|lbs)(?: (?:and )?(?:${n})? ?(?:pounds|lbs|pound|half|and a half|odd)?)?`,
  re`\b${n} ?(?:stone|kilos|kg|kilograms)(?: (?:and )?${n}(?: pounds| lbs)?)?(?: (?:overweight|heavy|over|lost|
    now|heavier|lighter))?\b`,
  re`\b(?:lost|lose|gained|put on|dropped|shed) (?:about |over |nearly |around |almost )?${n} ?(?:stone|kilos?|
    kg|pounds in weight|lbs|pounds(?! off the))\b`,
  re`\b(?:i am|height is|stand|about|im) (?:about |only |around )?(?:four|five|six|4|5|6) (?:foot|ft|
    feet)(?: ${n}| nothing)?(?: tall)?\b`,
  new RegExp(`\\b(?:four|five|six|4|5|6) (?:foot|ft) ${n}\\b`, 'g'),
  re`\b(?:dress |i am a |size )(?:size )?(?:twenty|eighteen|sixteen|fourteen|twelve|ten|eight|six|
    \d\d?)(?: (?:in (?:clothes|jeans)|dress|to \w+))\b`,
  re`\b(?:i am|am|bra size is|currently|measure) (?:a |about a )?(?:twenty|thirty|forty|2|3|4)[ ]?(?:two|four|
    six|eight|\d)? ?(?:a|b|c|d|double d|double a|double e|e|f|ff|g|gg|h|dd|aa)(?: cup)?\b`,
  re`\bmy weight (?:is |has |has been |is been |been |keeps |just )*(?:steady|stable|up|down|the same|gone up|gone down|going up|going down|creeping|crept|dropped|dropping|all over|a worry|normal)\b|
    \bsize (?:\d+|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen) (?:shoes?|boots?|feet|foot|trainers?)\b`,
  re`(?<=\b(?:gone|went|going|dropped|down|shrunk|slimmed) (?:down )?from )an? (?:size )?(?:six|eight|ten|twelve|fourteen|sixteen|eighteen|twenty|twenty (?:two|four|six)|\d\d?) (?:down )?to an? (?:size )?(?:six|eight|ten|twelve|fourteen|sixteen|eighteen|twenty|\d\d?)\b`,
  // What somebody cannot have on or near them, and why.
  re`(?<=\b(?:can not|never|do not|could not) (?:wear|use|touch|have) (?:any )?)[a-z]+(?= (?:because |as |or |cos )?(?:i|it) (?:get|gets|come|comes|came|break|brings?|makes? me (?:itch|itchy|sneeze|sick|swell|come|wheeze|bleed|ill|poorly|sore)|gives? me (?:a rash|hives|spots|a headache|migraines?)|flares?)\b)`,
  // Tests.
  /\bgeneticists?\b|\bgenetics? (?:clinic|nurse|counsell\w+|team|appointment)\b/g,
  re`\b(?:positive|negative|abnormal|dodgy|bad|clear|inconclusive) (?:\w+ ){0,2}(?:test|tests|smear|result|
    results|swab|scan|biopsy|mammogram|bloods)\b`,
  re`\b(?:bloods?|smear|scan|biopsy|mammogram|swab|x ray|mri|ultrasound|ecg|test|tests|results|bloods? tests?|
    blood results|screening)(?: results?)? (?:came|come|has come|have come|is|was|were|showed|shows|picked up|
    found|are|went) (?:back |out |up )?(?:as |a |some |with |slightly |all |a bit )*(?:positive|negative|
    abnormal|clear|fine|normal|funny|dodgy|bad|high|low|something|inconclusive|borderline|raised|okay|ok|good|
    not great|shadow|lump|anaemic)\b`,
  /\btest(?:ed)? (?:positive|negative)(?: for (?:the )?\w+(?: gene)?)?\b/g,
  // Pregnancy and birth.
  re`\b${n} ?(?:weeks?|months?|wks)(?: and ${n} days?)? (?:pregnant|gone|along|post ?partum|post natal|post ?op|
    in(?:to)? (?:my|the) pregnancy|postnatal)\b`,
  re`\b(?:i|she|wife|daughter) (?:am|is) (?:nearly |about |only |just |now |currently )?${n} (?:weeks|wks)(?= |
    $)(?! (?:away|time|from|until|till|notice|before|after|on|old|waiting|later|for|or|to|of|into|i want|is|
    between|ago)\b)`,
  re`\bdue (?:in |on |at |around |any |next |this |the |early |late |end of |beginning of |mid |
    start of )+(?:day now|moment|minute|january|february|march|april|june|july|august|september|october|
    november|december|christmas|easter|spring|summer|autumn|winter|new year)\b(?! (?:for (?:my|a|another)|
    to (?:come|have|see|get)))`,
  re`\b(?:(?:had|having|have|expecting|carrying|got|delivered) (?:a |my |our |another |the )?(?:first |second |
    third |new |little )?(?:baby|twins|newborn|bairn|wean)|gave birth|given birth|baby (?:is|was)(?: born)?|
    little one (?:is|was)(?: born)?|since (?:the|having my|my|having the|having a|having our) (?:baby|birth|
    little one))(?: (?:is |was |just |only |about |nearly |over |due ){0,2}(?:last|in|this|a few|a couple of|
    few) ?(?:week|month|year|january|february|march|april|may|june|july|august|september|october|november|
    december|summer|spring|weeks|months)?(?: ago)?)?`,
  re`(?<=(?:baby|birth|little one|twins|newborn|son|daughter|boy|girl|born) )(?:about |just |only |nearly |
    over |is |was |born )*${n} ?(?:days?|weeks?|months?)(?: (?:ago|old|back))?`,
  re`\b(?:trying|started trying|been trying) (?:for (?:a |another |our |number |kids|children|baby|one|two|ages|
    years)\w*(?: baby| child| one)?|to (?:conceive|get pregnant|fall pregnant|start a family|have a (?:baby|
    child|kid)|have kids|have another(?: baby)?))\b`,
  /(?<=\bi am )(?:(?:a week|two weeks|\w+ days) )?late(?= this month\b)/g,
  re`\bperiods? (?:is|are|was|were|has been|have been|has|have)? ?(?:late|heavy|irregular|missed|painful|
    stopped|overdue|all over the place)\b`,
  /\b(?:my )?(?:waters broke|contractions|water broke|labour pains|went into labour|in labour)\b/g,
  re`\b(?:not |no longer |stopped |still |finished |given up )?(?:breast ?feeding|nursing (?:a|the|my) \w+|
    pumping milk|feeding (?:the baby|my baby|him myself|her myself))\b`,
  // Operations, and what stays in the body.
  re`\b(?:${n} )?(?:root canals?|tooth (?:out|extraction|extracted|pulled)|(?:wisdom )?(?:teeth|tooth) (?:out|taken out|pulled|removed)|dental implants?|all on four(?: implants)?|corneal graft|
    skin grafts?|vein stripping|stapes (?:op|operation)|(?:spinal |nerve )?decompression|circumcised|circumcision|vasectomy|(?:vagus |spinal )?(?:nerve|cord) stimulator|lasered my eyes|laser eye surgery|
    lasik|cataracts? (?:done|out|op|removed)|blood transfusions?|dentures|false teeth|(?:plate|pins?|rods?|screws?|metal|mesh|titanium) in (?:my|his|her) [a-z]+|(?:crown|bridge) (?:put in|fitted|fell out))\b`,
  re`\b(?:went|been|gone) under the knife\b|(?<=\bi would (?:a|my) )[a-z]+(?: [a-z]+){0,2}(?= (?:done|taken out|removed|fitted|out) (?:privately|on the nhs|in (?:19|20)\d\d|in (?:twenty|nineteen)|last|years|when)\b)|(?<=\b(?:i|she|he) (?:have |already |only |just )*had (?:a bit of |a little |some |a lot of |loads of )?)(?:cosmetic |aesthetic )?work done(?= (?:on my|already|before|abroad|elsewhere|
    somewhere|years|last|when i|in (?:turkey|my|\d{4}|twenty)|by (?:someone|somebody|another))\b| \.|$)`,
  re`(?<=\b(?:had|put|putting|injected|got) )(?:(?:about|only|nearly|another) )?(?:(?:[a-z]+|\d+) ){1,4}mils?(?: of [a-z]+)? (?:in|into|put in) (?:my|his|her|both|each)(?: [a-z]+)?\b|\b(?:power|powered|electric|motorised) (?:wheel)?chair\b`,
  // What is smoked and drunk.
  /\bstoptober\b|(?<=\bi )(?:used to inject|had a line|did a line|had one puff)\b|\b(?:a|the odd|my) wee dram\b|(?<=\b(?:go|goes|going|went|been) to )(?:n ?a|a ?a|c ?a|al ?anon)\b(?= (?:on|every|meetings?|and|at|in|for)\b| \.|$)/g,
  re`\b${n} ?(?:(?:cigarettes|cigs|fags|ciggies|roll ups|rollies|smokes|glasses?|bottles?|pints?|cans?|units?|
    drinks?|beers?|joints?|spliffs?|gins?|vodkas?|wines?|grams?|bags?|packs?)(?: of (?:wine|beer|lager|cider|
    vodka|gin|alcohol|whisky|rum|prosecco|weed|coke|coffee|spirits|stella))?) ?(?:a|per|each|every|most|of an|
    at|on|over) (?:day|night|week|weekend|evening|month|weeks|days|nights|evenings|a night|a weekend|
    the weekend|weekends)\b`,
  /\b(?:bit of a|big|heavy|social|moderate|light|secret|daily|binge|problem) (?:drinker|smoker|vaper|stoner)\b/g,
  /\b(?:ten|fifteen|twenty|thirty|forty|five|\d{1,2}) a day\b(?! (?:for|off|discount))/g,
  re`\b(?:a|the odd|odd|couple of|few|half a) (?:glass|bottle|pint|can|joint|spliff|line|fag|cigarette|cig|
    ciggie|drink|tipple|gram|vape|puff|smoke)s?(?: of (?:wine|beer|lager|vodka|gin|coke|weed|cider|red|
    white))?(?: (?:a|each|every|most|at|on|with|of an) (?:day|night|nights|week|weekend|weekends|evening|
    evenings|a night|a weekend|the weekend|dinner|friday|saturday))\b`,
  re`\b(?:gave up|given up|giving up|give up|packed in|packing in|quit|quitting|stopped|cut down on|
    cutting down on|off|trying to quit|kicked) (?:the |my )?(?:fags|cigs|ciggies|cigarettes|smoking|smokes|
    drink|booze|drinking|vaping|vapes?|weed|drugs|alcohol|coke|gear|habit|nicotine)\b`,
  /\b(?:a|the|have an|like the) odd (?:fag|cigarette|cig|ciggie|joint|spliff|line|smoke|vape|tipple|drink)\b/g,
  re`\b(?:drink|drinks|drinking|drank|smoke|smokes|smoking|smoked|vape|vapes|vaping|vaped)(?: (?:about|around|
    maybe|only|socially|occasionally|heavily|a lot|a bit|too much|like a fish|like a chimney|at weekends|
    every day|every night|most days|daily|on weekends|when i go out|now and then|moderately|cigarettes|weed|
    cannabis|fags|alcohol|regularly|sometimes|in moderation|these days|anymore|any more|for years|twenty|ten|
    and drink|or drink|or smoke|and smoke|nor drink))+\b`,
  re`\b(?:i|we|he|she|${relative}) (?:do not |does not |did not |never |used to |still |only |also |have never |
    both )?(?:smoke|smokes|smoked|vape|vapes|vaped|drink|drinks)\b(?! (?:lots of water|water|coffee|tea|before|
    in the|a coffee))`,
  re`\b(?:clean|sober|dry|off (?:it|the (?:drink|booze|fags|cigs|drugs|gear|vapes?|
    weed)))(?: for| now| since)?(?: (?:about|over|nearly))? (?:\d+|one|two|three|four|five|six|seven|eight|nine|
    ten|eleven|twelve|twenty|a|several|a few|a couple of|couple of|many) (?:years?|months?|weeks?|days)\b`,
  /\b(?:been|am|is|are) (?:now |completely |totally )?(?:clean|sober|teetotal|tee total)\b(?! (?:shaven|and tidy))/g,
  re`\b(?:take|took|taking|end|ended|ending) (?:my|his|her) (?:own )?life\b|\b(?:kill|killed|killing|hurt|
    hurting|harm|harming|harmed|cut|cutting|starve|starving) (?:myself|himself|herself)\b|\b(?:did not|do not|
    does not) want to (?:be here|live|wake up)(?: anymore| any more)?\b|\bend(?:ing|ed)? it all\b`,
  re`\b(?:motability|dial a ride|shopmobility)\b|(?<=\bi am (?:a )?)(?:little|small) person\b|\b(?:can not|do not|never could|never learned to|unable to) (?:really )?read (?:or|and|nor) write\b|(?<=\bi )sign(?= (?:i have|with my hands|so i|because)\b)|\b(?:british sign language|bsl|b s l|interpreter for the deaf|lip ?reads?|lip ?reading)\b`,
  // Disability and what the body cannot do.
  re`\b(?:can not|cannot|struggle to|struggling to|unable to|find it hard to|hard to|hard for me to|not able to|
    difficult to|difficulty|trouble|bad at) (?:really |even |always |do )?(?:walk(?:ing)?|climb(?:ing)?|
    manage (?=stairs|steps|the st)|do (?=stairs|steps|the st)|use (?=my|the st|stairs)|get up (?=stairs|steps|
    the st)|stand(?:ing)?|hear(?:ing)?|see(?:ing)?|breathe|breathing|sleep(?:ing)?|swallow(?:ing)?|
    speak(?:ing)?|talk(?:ing)?|lie|bend|kneel|lift|move|swallow|concentrate|eat(?:ing)?|read(?:ing)?|grip|
    stay awake)(?: (?:my |the |up |very |too |flat |down |for |well |properly |that |out of |any |a flight of |
    on my |much |at all )*(?:stairs|steps|far|long|well|properly|flat|down|head|arm|arms|leg|legs|hand|hands|
    back|people|anything|good|much|at all|distance|distances|eye|ear|phone calls)?)?(?= |$)`,
  re`\b(?:blind|deaf|no hearing|no sight|no vision|sight|hearing) (?:in|on|out of) (?:one|my|the|both|her|
    his) (?:(?:left|right|other) )?(?:eyes?|ears?|side)\b`,
  re`\b(?:use|using|got|have|with|on|need|walk with|walks with) (?:a |my |two |the )?(?:stick|sticks|cane|frame|
    walker|zimmer|crutch|crutches|wheelchair|chair full time|hoist|scooter for|guide dog|rollator)\b`,
]

/** Measurements, amounts and such, which need no lexicon. */
export function measuresIn(doc: Doc): Range[] {
  const found: Range[] = []
  for (const pattern of whole) {
    for (const { from, to } of placesOf(doc, pattern)) {
      if (!doc.words.slice(from, to).some((word, i) => word.isMask || (i > 0 && word.gap === '.')))
        found.push({ from, to })
    }
  }
  return found
}
