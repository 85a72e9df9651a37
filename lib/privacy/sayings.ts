import { idiomsIn } from './idioms.ts'
import { re } from './pattern.ts'
import { placesOf, type Doc, type Range } from './text.ts'

/** Sayings that only sound like health or belief. */
const sayings = [
  re`\b(?:nearly |almost |practically )?(?:had|having|have|give|gave|giving|given|gives|get|got) (?:me |him |
    her |my \w+ )?(?:nearly |almost |practically )?(?:a |an )?(?:bit of a )?(?:(?:mini )?heart attack|fit|
    kittens|palpitations|stroke|panic attack|coronary|meltdown|nervous breakdown|seizure|cardiac arrest|
    aneurysm|hernia) (?:when (?!(?:i|he|she|they|we) (?:was|were) (?:\w+teen|\w+ty|\d+|only|just|about|a|at|on|in|young|little|pregnant|giving|having|\d)\b)|
    at (?=(?:the|your|that|this|their) (?:price|prices|cost|bill|quote|sight|thought|idea|total|state|size|number|parking|website|mess)\b)|over|trying|looking|seeing|from (?:the (?:price|shock|bill)|laughing)|about|with the|if|just)\b`,
  re`\b(?:nearly|almost|practically) (?:had|gave|died|having|fainted|passed out|collapsed|gave me|threw up|
    vomited|choked|keeled over|cried|wet)(?: (?:me|my \w+))?(?: (?:a|an)(?: mini)? (?:heart attack|fit|stroke|
    panic attack|coronary|seizure|hernia|nervous breakdown))?\b`,
  /\b(?:dying|itching|bursting) (?:to|for)\b/g,
  re`\b(?:sick|tired|sick and tired|sick to death|fed up) (?:of|
    to the back teeth|and tired)\b`,
  /\bworried sick\b/g,
  re`\bblind without\b|\bgo(?:ing|ne)? blind (?:looking|reading|staring|at|with|from)\b|\bcan not stomach\b|\bhave kittens\b|\bbrown as a berry\b|\bstickler for\b`,
  re`\b(?:give|gives|gave|given|giving) (?:me|us|him|her) palpitations\b|\b(?:is|are|better than|cheaper than|like) (?:my )?therapy\b`,
  re`\b(?:hubby|husband|wife|dog|boss|mate|kid|kids|sister|brother|mum|dad|traffic|website|parking|app|he|she|they|it) (?:is |are )?(?:such |being )?a[ ]
    (?:right |real |proper |bit of a |total )?pain(?! (?:in (?:my|his|her|the (?:leg|arm|back|side|chest|foot|knee|jaw|face))|there|here|when|where))\b`,
  re`\b(?:no|any|not a) (?:worr(?:ies|y)|bother|probs|biggie|dramas?|hassle|rush|stress)\b`,
  re`\b(?:to|not|never|please|need to) worry\b|\bruns? in the family (?:that|being|to|like|we)\b|\btrying for (?:a|an|the|your|another) (?:booking|appointment|slot|time|date|table|space|parking|discount)\b|\bout of nowhere\b|\boverdue (?:a|an|my|another|some|the) (?!smear|scan|check|period|blood)|\bcan not leave the (?:house|flat|office|shop|desk) (?:till|until|before|unless|yet|today|this)\b|\bdrink (?:coffee|tea|water|plenty|lots|squash|juice|pop|milk)\b|
    \b(?:with|see|seeing|by|ask for|from) the nurse\b(?! (?:said|says|told|thinks|found|took))|
    \b(?:brings?|brought) me out (?:a|an|the|some|another) (?!rash|hives|spots)|\b(?:speak|talk|speaking|chat|spoke|spoken|booked|in) (?:to|with) faith\b|\bfaith on (?:reception|the desk|the phone)\b`,
  re`\btrying (?:you|your|this|to (?:get|book|find|ring|reach|sort|park|call|speak|decide|move|change|fit|work|save))\b`,
  re`\bwhen it comes to \w+(?: \w+)?\b|\btalk me through\b|\bsuffer for (?:beauty|my art|it)\b`,
  re`\bbugs (?:me|him|her|us)\b|\bta ra\b|\bblind (?:spot|as)\b|\bpatch te[sx]ts?\b`,
  re`\b(?:sit|sits|sat|play|plays|playing|watch|watching) (?:happily |quietly )?(?:on|with|something on) (?:his|her|their|a|the) tablet\b`,
  re`\ba (?:bit of a |real |right |total |bit )?headache (?:getting|trying|to|finding|sorting|parking|organising|arranging|planning)\b`,
  re`\b(?:price|prices|quote|bill|cost|total|traffic|invoice) (?:nearly |almost |just )?(?:gave|gives|giving) (?:me|us|him|her) (?:a |an )?
    (?:heart attack|fit|stroke|panic attack|nosebleed|headache)\b`,
  re`\bcan not (?:see|hear) (?:you|what|why|how|myself|the (?:price|date|link|page|email|form|screen))\b`,
  re`\bcan not stand (?:needles|waiting|the (?:phone|queue|waiting|wait|traffic)|people|queues)\b|
    \bexpecting (?:doctor|dr|mr|mrs|miss|you|someone|it|that|to|more|less|the)\b`,
  re`\b(?:that|this|it|you) (?:is|are|was) (?:so |well |absolutely |proper |pretty )?sick\b`,
  /\b(?:off|in) sick\b/g,
  /\bsickeningly?\b/g,
  re`\bheart (?:is |was |has been )?(?:set|is set|was set|in my mouth|sank|stopped|
    skipped a beat|is in it|melted)\b(?: on)?`,
  re`\b(?:by|change of|from the bottom of my|bless (?:your|his|her|my)|cross my|with all my|young at|
    straight to the|at|to my|to your|take|lose|know it by) hearts?\b`,
  /\b(?:what|such) a (?:headache|pain|nightmare)\b/g,
  re`\b(?:headache|pain|nightmare) (?:in the (?:neck|backside|bum|arse|bottom|behind)|trying|to (?:find|get|
    park|sort|book|arrange|organise|reach|ring|rearrange)|getting (?:through|hold|an|a|here|there)|finding|
    parking|of a)\b`,
  re`\bpain in the (?:neck|backside|bum|arse|ass|bottom|behind|proverbial)\b`,
  /\bno pain no gain\b/g,
  /\bsore (?:subject|point|loser|spot with)\b/g,
  /\bsight for sore eyes\b/g,
  re`\bkilling (?:me|it|time)\b`,
  re`\b(?:addicted|allergic|immune) to (?:early|mornings?|monday|mondays|work|working|housework|exercise|
    exercising|the gym|gyms?|spending|paying|money|waiting|queues|queuing|queueing|traffic|phones?|the phone|
    small talk|ironing|cooking|cleaning|bills|paperwork|emails?|technology|computers?|getting up|tidying|diy|
    shopping|my|your|it|this|tiktok|instagram|netflix|facials?|filler|fillers|botox|being|people|hard|effort|
    commitment|drama|social media|online|forms?|compliments|bad|surprises|the (?:idea|word|cold|sound|price|
    gym)|sitting|staying|football|winter|sun|rain|decisions?|organisation|running|anything (?:before|
    that involves))\w*(?: \w+)?`,
  re`\b(?:have|had|get|got|getting|having) cold feet\b|\bcold (?:call|calls|caller|calling|weather|snap|light|
    hands|morning|day|out|outside|shoulder|one out)\b`,
  re`\b(?:turn a blind eye|blind (?:to|date|dates|panic|faith|drunk|luck|booking)|love is blind|window blinds?|
    the blinds|deaf ears|tone deaf)\b`,
  re`\b(?:fit|fits|fitted|fitting) (?:me|us|it|him|her|you|one|this|that|both|everything|my|in|into|around|
    round|with|for|the|any|another|everyone|nicely|perfectly|better|well)\b`,
  re`\b(?:see|think|thought|a good|good|best|perfect|right|better|tight|loose|dead|well|wedding|dress|suit|
    bra) (?:fit|fitting|fits)\b`,
  re`\b(?:any|no|more|other|free|available|open|how many|spare|last|few|your|the|two|three) spots?(?= (?:left|
    open|available|free|on|for|tomorrow|today|next|this|at|in the (?:morning|afternoon)|going|please|up))`,
  re`\bspots? (?:left|open|available|free|going|on (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|
    the))\b`,
  re`\b(?:spot on|on the spot|parking spots?|hot spots?|soft spot|sweet spot|tight spot|beauty spot)\b`,
  re`\b(?:do not|no need to|no|not|without any) panic\w*\b|\bpanic\w* (?:about (?:the|my) (?:date|time|booking|
    price|deposit|wedding|appointment|traffic|parking)|bought|buying|over (?:the|nothing)|stations|mode)\b`,
  re`\bsorry (?:for|about) (?:the|any|all the) confusion\b|\b(?:any|the|some|bit of|to avoid|
    clear up the) confusion\b`,
  re`\b(?:stressful|stressing|stress) (?:free|about|over|time|week|day|test|me out|it)\b`,
  re`\bstress(?:ed)? (?:about|over|out about|with) (?:work|the|moving|planning|my (?:wedding|house|job|exams|
    move))\b`,
  re`\b(?:retail|therapy dog|aroma|beauty) therapy\b`,
  re`\b(?:cost|costs|costing) (?:me )?(?:an )?arm and (?:a )?leg\b|\bpulling my leg\b|\bbreak a leg\b|\b(?:bite|
    dodged|took|take) (?:the|a) bullet\b`,
  re`\b(?:memory like|memory of) a?\b|\b(?:jog|refresh|jogged) my memory\b|\bmemory (?:is|has gone|is rubbish|
    is terrible|is shocking|stick|foam)\b|\bmy (?:brain|head) (?:is |has )?(?:gone|fried|mush|
    all over the place|like mush|spinning|in bits|scrambled|mashed|a sieve)\b|\bbrain (?:dead|fart|freeze)\b`,
  re`\bbleeding (?:obvious|hell|heart|edge|thing|car|cheek|hard|awful|expensive|gorgeous|ages|brilliant|typical|
    time|phone|traffic)\b|\bbled (?:me )?dry\b`,
  re`\bno sweat\b|\bsweating (?:about|over)\b`,
  re`\b(?:shake|shaking) (?:my head|hands?|on it|things up)\b`,
  re`\bcough up\b|\bcoughing up (?:the|all|that|so|for|money|cash)\b`,
  re`\b(?:a bit|bit|so|little|slightly|very|proper|totally) ocd\b|\bocd about\b`,
  re`\b(?:bipolar|schizophrenic|psycho|manic|hectic) (?:weather|week|day|month|traffic|monday|time|schedule|
    diary|at work|morning)\b`,
  re`\b(?:been|is|are|it is|was) (?:absolutely |so |a bit |really |just )?manic\b`,
  re`\b(?:light|mad|daft|wrong|sick|soft|sore) in the head\b`,
  re`\bsick (?:note|day|leave|deal|offer|price|results|look|bruv|mate|thanks|cheers)\b`,
  re`\b(?:down|low) (?:for|to|as|on (?:cash|funds|money)|payment|cost|price|season|deposit|key|maintenance|
    light|the road|south|here|there|your way|with that|side|in)\b`,
  re`\b(?:baptist|methodist|quaker|catholic|salvation army|labour|conservative|liberal|working mens|jewish|polish|parish|church|masonic|irish) (?:clubs?|hall|rooms?|bakery|bakers|deli|shop|bar|car park|school|centre)\b|\bcan not (?:see|find|hear|read) (?:my (?:booking|appointment|order|confirmation|email|name on)|it (?:on|in)|your|a (?:link|price|button)|where|any (?:times|slots|prices))\b`,
  re`\b(?:anyone|anybody|somebody|someone|nurse|doctor|staff) (?:there |here |who |that |on reception )*(?:speaks|speaking|can speak) [a-z]+\b`,
  re`\b(?:by|near|opposite|outside|past|behind|beside|next to|across from|brought me to|side of|corner of|between|turn at) (?:the |that |a |your )?(?:big |old |catholic |methodist |baptist |new |little |local )*(?:church|mosque|temple|synagogue|chapel|gurdwara|cathedral|mandir)\b`,
  re`\b(?:weak|strong) (?:signal|line|tea|coffee|reception|connection)\b`,
  re`\b(?:gone|going|go|went) (?:viral|cold turkey|spare|mental)\b`,
  re`\b(?:viral|contagious) (?:video|tiktok|smile|trend|laugh)\b`,
  re`\b(?:computer|phone|laptop) (?:virus|bug)\b`,
  re`\bbitten by the bug\b|\b(?:travel|love|filler|botox|gym|tattoo) bug\b`,
  re`\b(?:due|booked|expecting|waiting|late|overdue) (?:for|to|a|an|in for|back|on (?:the|monday|tuesday|
    wednesday|thursday|friday|saturday|sunday)|some|my|at|another|your|by|on|more|afternoon|night|evening|
    morning|appointments?|slots?|opening)\b`,
  re`\btrying (?:again|and|out|it|not|hard|my)\b`,
  re`\b(?:high|clean|straight|mixed|green|white|black|brown) (?:street|end|heels|tea|coffee|eye|up|away|after|
    before|through|forward|on|into|back|out|line|lines|look|result|jawline|nose|teeth|hair|friday|box|car|door|
    reviews|feelings|bag|wedding|dress|heads|and white|light|from|to|home|in|round|over)\b`,
  re`\b(?:blood|sweat) (?:and|sweat) (?:sweat |tears )?(?:and )?tears\b|\bin (?:my|the) blood\b|
    \bblood (?:is )?boiling\b`,
  re`\b(?:sober|sobering) (?:thought|truth|up)\b`,
  re`\b(?:church|temple|mosque|chapel|union|synagogue|bishop|abbey|convent|priory|vicarage|minster|kirk|trinity|
    saint) (?:street|road|lane|hill|meadows?|close|avenue|square|view|gate|walk|grove|crescent|terrace|drive|
    jack|bar|pub|station)\b`,
  re`\b(?:have|had|got|put|lose|lost|every|good|blind|in good|full|bad) faith (?:in|that)\b|\bfaith in\b`,
  re`\b(?:say|saying|said|answer to (?:my|all my)|you are an answer to my|
    on a wing and a) (?:a )?(?:little )?prayers?\b|\bpray(?:ing)? (?:for|that|to|it|you|there|they) (?:a|you|it|
    there|the|good|nothing|god|no|sunshine|works|goes|the weather|be)\b|\bpraying (?:for|that|it|there|you)\b`,
  re`\b(?:religiously|holy (?:moly|cow|grail|smoke|hell)|bible (?:of|for)|gospel|cult|sacred)\b`,
  re`\b(?:political|politics) (?:correct\w*|at work|of it)\b|\b(?:office|work|family) politics\b|\bnot (?:to be|
    being) political\b`,
  re`\b(?:civil|state|credit|western|rugby|european|student) union\b|\bunion (?:jack|flag)\b|\bunion (?:square|
    chapel)\b`,
  re`\b(?:community|alliance|prospect|equity|unite|unity) (?:centre|health centre|release|of|for|street|road)\b`,
  re`\b(?:striking|strikingly) (?:look|looks|resemblance|difference|results|features|cheekbones|jawline|eyes|
    a balance)\b|\bstrike(?:s|d)? (?:me|a|it|while|gold|you)\b|\b(?:train|tube|bus|rail|doctors|nurses|
    royal mail|teachers|lightning) (?:strike|strikes|strike day|strike days|striking)\b`,
  re`\b(?:in|having|have an|any|a|quick|love|current) affairs?\b(?= (?:of|to remember))`,
  /\b(?:gay|happy) (?:abandon|village|paree)\b/g,
  re`\b(?:smoking|smoke) (?:hot|deal|area|gun)\b`,
  re`\b(?:soft|hot|cold|energy|grab a|for a|a quick|go for|out for|christmas|wedding|welcome|
    the) drinks?\b(?! (?:a|every|too|most|problem|heavily))`,
  re`\bdrinks? (?:with|after|party|reception|do|in town|bill)\b`,
  re`\b(?:diet|can of|bottle of|a) coke\b(?! (?:habit|at weekends|problem))`,
  re`\bweed (?:out|killer|the)\b|\b(?:speed|spice|crack) (?:up|on|things|it|dial|bump|camera|limit|of|rack)\b|
    \bpots of\b|\bgrass is greener\b`,
  re`\b(?:old habits|habit of|bad habit|force of habit|get into the habit)\b`,
  re`\b(?:glass|bottle|glasses) of (?:fizz|prosecco|bubbly|champagne|water|wine) (?:on arrival|included|
    to celebrate|with)\b`,
  re`\b(?:growing|labour|birth|stress|joint) (?:pains of|of love|place|account|intensive|market|day)\b`,
  re`\b(?:peace of|in my|blow my|blew my|change(?:d)? my|made up my|make up my|cross(?:ed)? my) minds?\b`,
  re`\b(?:under|over) the (?:moon|counter)\b|(?<!\b(?:went|been|gone) )\bunder the knife\b`,
  re`\b(?:carrier bag|mobile carrier|phone carrier|career)\b`,
  re`\b(?:balance|pressure) (?:of|is|on|left|outstanding|due|payment|to pay|transfer|owed|remaining|owing|
    sale)\b|\b(?:pay|the|remaining|outstanding|no|under|any|settle|full|final|my) (?:the )?(?:balance|
    pressure)\b(?! (?:problem|issue|is bad|is off|trouble))`,
  re`\b(?:hearing|looking) (?:from|about|back|great|good|things|forward|for|at|into|of)\b|\bspeech (?:at|for|to|
    ready)\b`,
  re`\b(?:second|own|final|main|clear|vision|good|in|out of|plain) (?:vision|sight) (?:of|for|board|is)?\b`,
  // Figures of speech, and things that are not a person's.
  re`\b(?:itchy|sore) (?:feet|lesson)\b|\bon pins\b(?! and needles)|\bfever pitch\b|\bin stitches\b|\bpregnant (?:pause|with (?:that|this|the) (?:question|idea|silence))\b`,
  re`\b(?:deaf as a post|blind as a bat|sober as a judge|fit as a (?:fiddle|flea)|mad as a \w+|sick as a parrot|right as rain|blood out of a stone|suffer fools|off my chest)\b|
    \bgets? (?:my|your|his|her) (?:blood|blood pressure|back|hackles) up\b|\ba weakness for (?:a|the|anything|all|good|nice|cake|chocolate|shoes)\b`,
  re`\b(?:give|gives|gave|given|giving) (?:me|us|him|her) (?:a |an )(?:right |real |proper |bit of a )?(?:headache|migraine|nosebleed|earworm|heart attack)$`,
  re`\b(?:depressed|anxious|sick|gutted|sad|nervous|paranoid) to (?:see|hear|get|find|book|know|learn|read)\b`,
  re`\bexpecting (?:snow|rain|guests|visitors|company|people|a (?:call|parcel|delivery|letter|text|plumber|lot)|the (?:plumber|builders?|school|post|vet))\b`,
  re`\b(?:the|her|his|a|this) depression in the (?:road|car|floor|ground|drive|lawn|cushion)\b|\b(?:heavy|busy|quiet|long) period (?:at|in|of) (?:work|the (?:office|shop|year)|business)\b|
    \bbaby shower\b|\bhaving a baby shower\b`,
  re`\b(?:dog|cat|puppy|kitten|hamster|rabbit|horse|pony|guinea pig) (?:has |is |was )?(?:just )?(?:been )?(?:sick|poorly|ill|limping)\b`,
  re`\bcan not stand the (?:smell|sight|sound|thought|idea|taste|noise|mess|music|hold)\b|\bcan not walk and talk\b|\bcan not see (?:a|any|the) (?:sign|number|button|door|entrance|buzzer|bell)\b`,
  re`\b(?:bin men|binmen|buses|bus drivers|trains|tubes?|teachers|posties|dustmen|they) (?:are |is |being |all )*on strike\b`,
  re`\b(?:church|chapel|mosque|temple|synagogue|cathedral) (?:clock|hall|car park|school|tower|bells|steps|spire)\b|
    \b(?:by|near|opposite|behind|past|beside|outside|next to) the (?:church|chapel|mosque|temple|synagogue|cathedral|gurdwara|kingdom hall)\b|
    \b(?:catholic|church of england|jewish|muslim|faith) school (?:opposite|next door|down|round|up|on|by)\b|\bteach(?:es|ing)? religious studies\b|\breligious studies\b`,
  re`\b(?:coming|come|comes|came) out (?:in (?:january|february|march|april|may|june|july|august|september|october|november|december|spring|autumn)\b)|\b(?:i am|we are|just|he is|she is) (?:just )?coming out of (?:the|your|a) (?:station|car park|tube|shop|lift|lane|office|gym|[a-z]+ station)\b`,
  re`\b(?:chinese|indian|thai|turkish|greek|italian|mexican|lebanese) (?:takeaway|meal|restaurant|food|summer|place|round|next door)\b|\bpolitics (?:in|at) (?:that|the|this|our|my)\b`,
  re`\b(?:do i|should i|would i|do you|need to|have to) (?:need to |have to )?(?:be )?fasting\b|\bfasting before (?:the|my|it|a)\b`,
  re`\b(?:is|are|was|were|have|having|got|my) (?:my |his |her |your )?(?:ears|nose) (?:were |was |are |must have been )?burning\b(?= (?:were|was|you|somebody|\.|have)| *$)|\bup the spout\b|\bdead as a doornail\b|
    \bconked out\b|\bnerves of steel\b|\bmiscarriage of justice\b|\bstone(?: is|s)? throw\b|\bgypsy creams?\b|\bpicket fence\b|\b(?:white|garden) picket\b|\bmass of hair\b|\bqueer (?:old|sort|day|how|thing)\b|
    \b(?:sex and the city|sex on fire)\b|\bgay gordons\b|\breform club\b|\bindependent (?:woman|man|lady|clinic|review|advice|living)\b|\bdeaf to (?:it|me|that|reason|the)\b|\bhandicapped at golf\b`,
  re`\b(?:faint|fainted|fainting|collapsed|keeled over|passed out|choked|died) at the (?:price|prices|bill|cost|quote|thought|idea)\b|\b(?:phone|phones|laptop|computer|website|site|email|tablet) (?:has |is |s )?
    (?:just )?(?:caught|got|has) a (?:virus|bug)\b|\b(?:phone|battery|car|line|signal|app|website) (?:has |is |just )?(?:died|dead|dying|on its last legs|poorly)\b|\bhalf dead after\b`,
  re`\b(?:came|come|comes|coming) out of (?:the|it|your|that|a|my) (?:clinic|shop|salon|office|room|station|gym|meeting|surgery|consultation|looking|place)?|\bcan not get it (?:up|down) (?:the|to|on)\b|
    \bintimate (?:lighting|setting|wedding|venue|little|dinner|waxing|wax)\b|\bsteward on the (?:planes?|trains?|boats?|ferry)\b|\bliberal (?:with|amount|amounts|helping)\b|\bconservative (?:with|amount|approach)\b`,
  re`\b(?:had|having|have|get|getting|fancy|ordered|for|a) an? (?:chinese|indian|thai|turkish|italian|mexican|greek)(?= (?:last|tonight|after|before|takeaway|on|later|afterwards|meal|and)\b| *$)|\b(?:indian head|thai|swedish|turkish|
    japanese|korean) (?:massage|skin|facial|bath|barbers?|teeth|glass)\b|\b(?:french|brazilian|american|russian|japanese|korean) (?:tips?|manicure|wax|pedicure|lashes|volume|lips?|blow dry|facial)\b|\bpolish (?:my|your|her|off|up|on|it|nails)\b`,
  re`\b(?:lent|lend) (?:my|me|her|him|it|us|you|the)\b|\bis my religion\b|\breligious about\b|\bbrexit (?:put|has|and|made|means)\b|\bcathedral view\b|\bpills? on my (?:jumper|cardigan|coat)\b|\bsober colours?\b|
    \bin my hand hang on\b|\bfingerprints on (?:the|your|my|every)\b|\bblue badge (?:holders?|parking|bays?|on (?:your|her))\b`,
  // What a form, a leaflet or the clinic is asked about is nobody's.
  re`\b(?:form|forms|questionnaire|you|advert|website) (?:asks?|asking|says?) (?:me )?about [a-z]+(?: sores?| pressure)?\b|\b(?:leaflet|page|blog|advice|information|anything) (?:on|about) [a-z]+\b(?= *(?:\. |$))|
    \b(?:do you|will you|you) test for [a-z]+ (?=before|first|or)`,
  re`\b(?:i am|i was|we are) on (?:my|the|a) (?:phone|laptop|mobile|train|bus|tablet not|computer|way)\b|\bon the tablet not\b`,
]

/** Sayings, as ranges of words. */
export const sayingsIn = (doc: Doc): Range[] => [
  ...idiomsIn(doc),
  ...sayings.flatMap((pattern) => placesOf(doc, pattern).map(({ from, to }) => ({ from, to }))),
]
