import { belief } from './belief.ts'
import { adverbs, relative, someone } from './people.ts'
import { anyOf, list, phrases, placesOf, type Doc, type Range } from './text.ts'
import { re } from './pattern.ts'

const peoples = list(`afghan albanian algerian american angolan arab arabic argentinian armenian australian austrian
  azerbaijani bahraini bajan bangladeshi
  barbadian belarusian belgian bolivian bosnian brazilian british bulgarian burmese cambodian cameroonian canadian
  chilean chinese colombian congolese
  cornish croatian cuban cypriot czech danish dominican dutch ecuadorian egyptian english eritrean estonian
  ethiopian european fijian filipina filipino
  finnish french gambian georgian german ghanaian greek grenadian guyanese haitian hungarian icelandic indian
  indonesian iranian iraqi irish israeli
  italian ivorian jamaican japanese jordanian kashmiri kazakh kenyan korean kosovan kurdish kuwaiti latvian lebanese
  liberian libyan lithuanian
  malawian malaysian maltese mauritian mexican moldovan mongolian moroccan namibian nepalese nepali nigerian
  norwegian pakistani palestinian persian
  peruvian polish portuguese punjabi romanian russian rwandan saudi scottish senegalese serbian singaporean slovak
  slovakian slovenian somali spanish
  sudanese swedish swiss syrian taiwanese tamil tanzanian thai tibetan trinidadian tunisian turkish ugandan
  ukrainian uzbek venezuelan vietnamese welsh
  yemeni yoruba zambian zimbabwean asian african caribbean hispanic latina latino scandinavian slavic celtic
  mediterranean gujarati bengali igbo
  aboriginal maori samoan hawaiian romany romani roma gypsy traveller black white brown mixed biracial`)
const lands = phrases(`afghanistan, albania, algeria, angola, antigua, argentina, armenia, bangladesh, barbados,
  belarus, bolivia, bosnia, brazil, bulgaria, burma, cambodia, cameroon,
  chile, china, colombia, congo, croatia, cuba, cyprus, dominica, ecuador, egypt, eritrea, estonia, ethiopia, fiji,
  gambia, georgia, ghana, greece, grenada, guyana, haiti, hong kong, hungary,
  india, indonesia, iran, iraq, israel, italy, ivory coast, jamaica, japan, jordan, kashmir, kazakhstan, kenya,
  korea, kosovo, kuwait, latvia, lebanon, liberia, libya, lithuania, malawi, malaysia, malta,
  mauritius, mexico, moldova, mongolia, montserrat, morocco, mozambique, myanmar, namibia, nepal, nigeria, pakistan,
  palestine, peru, philippines, the philippines, poland, portugal, romania, russia, rwanda,
  saudi, saudi arabia, senegal, serbia, sierra leone, singapore, slovakia, somalia, south africa, south korea,
  spain, sri lanka, st lucia, sudan, syria, taiwan, tanzania, thailand, the caribbean, the gambia, the congo,
  trinidad, tunisia, turkey,
  uganda, ukraine, uzbekistan, venezuela, vietnam, west africa, east africa, africa, asia, the middle east, yemen,
  zambia, zimbabwe, gujarat, punjab, bengal, the punjab, eastern europe, nevis, tobago`)
const people = anyOf(peoples)
const kin = `(?:${someone}|my (?:family|parents|grandparents|background|heritage|ancestry|roots|people|side|ethnicity|skin|race|whole family|mum and dad|nationality)|(?:mum|dad|mam|nan) and (?:dad|mum)|${relative}|i am|am|he|she|they|we)`
const faiths =
  'christian|muslim|jew|jewish|jain|pagan|orthodox|catholic|hindu|sikh|buddhist|religious|observant|devout|practising|strict|lapsed|church going|churchgoing|believer|witness|spiritual|convert|converted|rastafari|c of e|minister|nun|monk|lay preacher|priest|vicar|imam|churchgoer|chapel'
const parties =
  '(?:labour|conservative|conservatives|tory|tories|lib dems?|liberals?|liberal democrats?|greens?|reform(?: uk)?|ukip|snp|plaid(?: cymru)?|dup|sinn fein|sdlp|alliance|brexit party|the alliance party|your party|corbyn|farage|starmer|independents?|leave|remain|out|workers party|restore)'
const unions =
  '(?:unite|unison|gmb|rmt|prospect|equity|community|accord|rcn|rcm|bma|nut|neu|nasuwt|pcs|poa|cwu|fbu|ucu|usdaw|aslef|tssa|eis|fda|nuj|napo|ucatt|the musicians|csp|bectu|uca|bfawu|nahtl?|ascl|voice|nautilus|balpa|ucw|tgwu|unity)'

const patterns: RegExp[] = [
  // Ethnic origin.
  re`(?<=\b${kin} ${adverbs}(?:am|is|are|was|were|being)? ?${adverbs}(?:a |an |of |from |part |half |
    originally |mixed |first generation |second generation |third generation |british |northern |southern |
    south |north |west |east |eastern |proud |young |single |older |mature |middle aged |an older |fully |
    quarter |partly |ethnically |heritage |from a |from an |one hundred percent |
    born and bred ){0,4})(?:(?:black|white|brown|british|south|north|east|west|mixed|half|part|quarter|sri|
    saudi|new|eastern|turkish|greek|irish|latin|anglo|afro|pale|light|dark|medium|
    fair) )?${people}(?: (?:african|caribbean|british|asian|american|lankan|european|cypriot|irish|arabian|
    zealander|indian|heritage|descent|origin|background|race|community|woman|man|lady|girl|guy|lad|person|male|
    female|skin|skinned|chinese|and \w+(?= (?:heritage|background|mix))|half \w+|mix))*(?= |$)(?! (?:lips|lip|
    technique|lift|manicure|butt|tip|tips|hair|blow|wax|bulldog|polish|language|teacher|food|restaurant|lesson|
    lessons|friday|market|cab|tie|eye|out|and blue|box|card|car|coffee|tea|dress|wine|peel))`,
  new RegExp(`\\b(?:half|part|quarter) ${people}(?: (?:and )?half ${people})?\\b`, 'g'),
  re`\b(?:of )?${people}(?: ${people})? (?:heritage|descent|origin|ancestry|background|parents|parentage|roots|
    family|blood|extraction|community|skin|complexion)\b(?! (?:centre|size))`,
  re`\b(?:as an? |i am an? |being an? |for )(?:older |young |proud )?${people}(?: ${people})? (?:woman|man|lady|
    girl|guy|person|male|female|bloke|lad|couple|patient|patients|skin)\b`,
  re`(?<=\b(?:originally|family(?: is| are| come| comes| came| originally)?|(?:grand)?parents(?: are| were| come| came)?|
    born(?: and raised| and bred)?|come over|came over|came here|moved here|roots|heritage is|grew up|arrived|fled) (?:from|in|over from|here from) )(?:a |the )?(?:${anyOf(lands)}|
    [a-z]+stan)\b`,
  new RegExp(`(?<=\\b(?:i|we) (?:am|are) (?:originally )?from )${anyOf(lands)}\\b`, 'g'),
  // "My dad's from Jamaica"; where he is just now tells nothing.
  new RegExp(`(?<=\\b(?:mum|mam|mom|dad|nan|nana|gran|grandad|husband|wife|partner|side|lot|folks) (?:is |was |are |were )?(?:originally |all |over )?from )(?:${anyOf(lands)}|[a-z]+stan)\\b`, 'g'),
  re`\b(?:skin|photo|fitzpatrick|fitz|type) ?(?:skin )?(?:type |scale )?(?:type )?(?:one|two|three|four|five|
    six|[1-6]|iv|vi|iii)(?: skin)?(?<=(?:skin type|fitzpatrick|fitz|phototype|skin|
    type) (?:type )?\w+(?: skin)?)(?<!^type (?:one|two|[12]))(?<=(?:skin|fitz\w*).{0,24})\b`,
  re`\b(?:dark|darker|deep|deeper|black|brown|asian|olive|ebony|pale|fair|light|lighter|caramel|
    tan)(?: brown)? (?:skinned|skin tone|skin|complexion|complexioned)\b(?! (?:spots?|circles?|patches|marks|
    tags?))`,
  re`\b(?:afro|4c|four c|type four c|braided|relaxed) hair\b`,
  re`\bmy (?:race|ethnicity|ethnic \w+|ancestry|mother tongue|culture|tribe|caste)(?: is \w+)?\b`,
  re`\b(?:asylum|refugee|immigrant|indefinite leave|visa status|windrush)\w*\b`,
  // Religion.
  re`(?<=\b${someone} ${adverbs}(?:am|is|are|was|were|became|become|been|being|converted to|follow|
    practise) ${adverbs}(?:a |an |the |quite |very |strict |devout |lapsed |from a |raised |brought up |
    born )*)(?:(?:practising|strict|devout|lapsed|born again|orthodox|non practising|roman|greek|russian|reform|
    liberal|sunni|shia|observant|ultra|modern|free|eastern|a bit|local|lay|c of e|secular|methodist|
    baptist) )*(?:${faiths})(?: (?:christian|jew|jewish|catholic|muslim|orthodox|scientist|witness|convert|
    family|person|woman|man|at (?:our|my|the) \w+))*(?= |$)`,
  re`\b(?:off to|go to|going to|went to|at|after|before|miss|from|attend|been to|for|sunday|evening|saturday|
    morning|to|have|got|goes to) (?:the |my |our |a )?(?:sunday |early |midnight |morning |evening |daily |
    easter |christmas |latin |friday |catholic )?(mass|church|chapel|temple|mosque|synagogue|shul|gurdwara|
    mandir|bible study|bible class|prayer meeting|prayers?|jummah|confession|evensong|vespers|communion|
    quaker meeting|kingdom hall|alpha course|worship|sunday school|sunday service|prayer group|house group|
    the kingdom hall|confirmation classes?|the lodge|cathedral|
    choir practice at church)(?: (?:on (?:a )?\w+days?|every \w+|service|group))?(?= |$)(?! (?:street|road|lane|
    hill|meadow|for my wedding|bells|of people|hall for))`,
  re`\b(?:observe|observing|keep|keeping|celebrate|celebrating|fasting(?: for)?|during|over|for|because of|
    after|before|until after|it is|its) (?:the )?(ramadan|ramadhan|ramzan|lent|the sabbath|sabbath|shabbat|eid|
    diwali|passover|pesach|yom kippur|navratri|holi|hanukkah|vaisakhi|hajj|umrah|advent|kosher|shabbos|ashura|
    muharram|easter vigil|the fast|holy week)\b`,
  re`\b(?:i am|am|been|be|will be|are) (?:still |also |going to be |observing )?(?:fasting)\b(?! (?:before|
    for (?:the|my|surgery|bloods?)|from midnight))`,
  re`\b(?:my|our|his|her) (?:(?:local|own) )?(?:faith|religion|religious \w+|church|mosque|synagogue|temple|
    gurdwara|congregation|parish|priest|vicar|imam|rabbi|pastor|beliefs?|guru|granthi|minister|prayers|chapel|
    elders|bishop|scripture)(?: (?:does not|do not|forbids|will not|says|allows|leader|group))?\b`,
  re`\b(?:against|because of|for|due to|on|with) (?:my |our )?(?:religious|faith|spiritual|cultural|
    modesty) (?:reasons?|grounds|beliefs?|purposes)\b`,
  re`\b(?:cover|covers|covering|wear|wears|wearing) (?:my (?:hair|head|face)|a (?:headscarf|hijab|niqab|turban|
    veil|burka|burqa|kippah|sheitel|cross|crucifix|patka|dastar|wig for religious \w+))\b`,
  re`\b(?:do not|does not|not|no|can not|never) (?:believe in god|believe in any god|eat pork|eat beef|
    drink for religious|take blood|accept blood|have blood)\b|\bbelieve in god\b|\bfound (?:god|jesus|religion|
    faith)\b|\bsaved by jesus\b|\bson of god\b`,
  /\b(?:pork|beef|porcine|bovine|pig|animal)(?: gelatine| gelatin| products?| derived| derivatives| collagen| fat)\b/g,
  re`\b(?:any )?(?:pork|beef|gelatine|gelatin|alcohol|animal|pig)(?: or \w+)? (?:free|products?|derived|
    derivatives|in (?:it|the|them|there))\b`,
  // Orientation, gender, sex life.
  re`(?<=\b(?:${someone}|am) ${adverbs}(?:am|is|are|identify as|came out as|coming out as|was|come out as|
    married to)? ?${adverbs}(?:a |an |also |both |as )?)(?:gay|lesbian|bi|pan|ace|straight|queer|bisexual|
    asexual|pansexual|homosexual|heterosexual)(?: (?:man|woman|couple|bloke|guy|lad|girl|dad|mum|men|women|
    person|married))*(?= (?:and|so|but|if|by|with|man|woman|as|though|just|in|which|you|not|actually|anyway|
    love|mate)\b|$| \.)(?! (?:and narrow|after|away|from|up|through|to|home|in|on))`,
  re`\b(?:me and (?:the|my) )?(?:my )?(?:wife|girlfriend|husband|boyfriend|partner|fiance|fiancee)(?= (?:and i|
    and me|we are|is|s)? ?(?:are |is )?(?:both |also |two |a )?(?:women|men|girls|lads|female|male|woman|man|
    guys|blokes|ladies|gents))`,
  re`\b(?:we are |are )?(?:both |two )(?:women|men|wives|husbands|fellas|fellers|lasses|girls|lads|ladies|blokes|guys|females|males|mums|dads|brides|
    grooms)\b`,
  re`\bi (?:like|fancy|date|sleep with|prefer|am attracted to|am into) (?:both |other |only )?(?:men|women|
    girls|guys|men and women|blokes|lads|ladies|both)\b`,
  re`\b(?:came|come|coming|comes) out (?:as|to (?:my|the)|at work|last|when i|in my|years|late|
    recently)(?: (?:family|parents|mum|dad|year|friends|gay|trans|bi|lesbian|a \w+))?`,
  re`\b(?:(?:i|he|she|they) (?:am|is|are|was|were) )?(?:born|assigned|used to be|registered|identify|identifies|
    identified|live|lives|living|lived|present|presenting|known|raised|brought up) (?:as )?(?:a |
    in the )?(?:male|female|man|woman|boy|girl|bloke|lad|lass|wrong body|neither|guy)(?: at birth)?\b`,
  re`\b(?:am|is|are|been|be|started|mid|my|post|pre|during|before|after|since|in the middle of) (?:the |a |my |
    currently |medically |socially |in )?(?:transition|transitioning|transitioned|trans|mtf|ftm|
    t blockers)\b(?! (?:period|lenses|to|glasses|from))`,
  re`\b(?:use|uses|using|pronouns (?:are|is)|go by|goes by|prefer|am) (?:the )?(?:pronouns )?(?:they|she|he|her|
    him|xe|ze)(?: (?:or|and|slash))? (?:them|her|him|they|theirs|zem|pronouns)(?: pronouns)?\b`,
  re`\b(?:old|birth|dead|legal) name (?:was|is|before)\b|\b(?:gender|sex) (?:change|marker|on my (?:records|
    passport))\b|\b(?:hormones|oestrogen|estrogen|testosterone|t) (?:for|since|to) (?:my )?(?:transition\w*|
    two years|\w+ years)\b|\b(?:on|taking|started) (?:t|e|hormones|testosterone|oestrogen|estrogen|
    hormone blockers|blockers)(?= |$)`,
  re`\b(?:sex|sexual\w*|sleeping with|slept with|in bed with|in the bedroom|intimate|intimacy|making love|
    shagging|hook ups?|hooking up|libido|sex drive|affair|escorting|stripper|lap dancer|cam girl|cam work|
    webcam work|swingers?|swinging|fetish|kink|dominatrix|throuple|poly|unfaithful|cheated on|cheating|
    one night stands?)(?: (?:life|drive|partners?|with (?:my|him|her|men|women)|relations?|positions?|club|parties|
    party|relationship|hurts|is painful|with it))*(?= |$)(?! (?:change|wedding|dinner|venue|chemical))`,
  // Politics and unions.
  re`\b(?:vote|voted|voting|votes|stand|standing|stood|ran|running|campaign|campaigned|campaigning|canvass\w*|
    leaflet\w*|knocking doors|door knock\w*|work|volunteer|volunteering|member of|joined|support|supporter of|
    supporting|activist for|with|for|a|the|local|paid up|lifelong|elected|represent) (?:for |as (?:a |an |
    the )?|in the |the |local |a |an )*${parties} (?:party|voter|member|candidate|councillor|supporter|activist|
    mp|conference|association|club|group|branch|agent|councillors|canvasser|man|woman|vote|in the|
    at the (?:last|next)|rally|volunteer|all my life)\b`,
  re`\b(?:vote|voted|voting|votes|campaign(?:ing|ed)? for|canvass(?:ing)? for|leaflet\w* for|standing for|
    stood for|doorknocking for|volunteer(?:ing)? for) (?:for )?(?:the )?${parties}\b`,
  re`(?<=\b(?:am|is|was|being|are) (?:a |an |the |very |quite |pretty |solid |proper |lifelong |card carrying |
    your local |a local |strongly |staunch |true blue |local |former )*)${parties}(?: (?:voter|man|woman|
    through and through|supporter|member|candidate|councillor|activist|mp|organiser))\b`,
  re`\b(?:with|in|from|for|of|joined|join|a|the|my) (?:the )?(?:union |trade union )?${unions} (?:union|rep|
    member|branch|official|organiser|convenor|steward|delegate|meeting|conference|ballot|strike|the union|
    shop steward|regional|card|dues|subs|solicitor)\b`,
  re`(?<=\b(?:i am|am|are|is|we are|been) (?:a member |in |with |a rep |rep |a shop steward |an organiser |
    a delegate |an official |organiser |paid up |branch secretary |a steward |out )*(?:in |with |of |for |
    at )(?:the )?)${unions}(?= |$)(?! (?:centre|area|hospital|nurse|team|college|street))`,
  re`\b(?:member of|rep for|rep at|joined|work for|organise for|official (?:for|at)|steward (?:for|with)|
    delegate (?:for|to)|through|paying into) (?:the )?${unions}\b(?! (?:centre|nurse))`,
  re`\b(?:i am|we are|been|are|am|go|going|went|be|was|is|out|he is|she is|still|all) (?:out |all |
    back )?(?:on )?(?:strike|striking|the picket(?: line)?|a picket|picket duty|picketing)(?: (?:on|that|this|
    next|all) \w+)?(?= |$)`,
  re`\b(?:my|our|the) union(?: (?:rep|meeting|branch|says|pays|covers|solicitor|membership|job|work|card|
    conference|official|is|has|at work|fees|dues))?\b`,
  re`\bunion (?:\w+ing|work|business|meeting|reps?|duties|day|training|conference|membership|member|subs|dues|
    rules)\b`,
  re`\b(?:on|at|to|for|join|joining|going on|went on|organising|off to|been on) (?:(?:the |a |
    that )?(?:[a-z]+ )?(?:protest|demo|demonstration|rally|picket)|(?:the |a |that )(?:[a-z]+ )?march)\b(?! (?:the|first|\d|of|second|third|
    fourth|fifth|\w+th|\w+teenth))`,
  re`\b(?:labour|tory|conservative|green|reform|liberal|lib dem|snp|political) (?:conference|rally|fundraiser|
    leaflets|canvassing|hustings|party|association|club|hq|campaign)\b`,
]

/** What somebody is or believes: origin, religion, orientation, gender, sex life, politics, union. */
export function identityIn(doc: Doc): Range[] {
  const found: Range[] = []
  for (const pattern of [...patterns, ...belief]) {
    for (const { from, to, match } of placesOf(doc, pattern)) {
      const only = match[1]
        ? from + doc.words.slice(from, to).findIndex((word) => word.w === match[1]!.split(' ')[0])
        : -1
      if (!doc.words.slice(from, to).some((word, i) => word.isMask || (i > 0 && word.gap === '.')))
        found.push({ from: only >= 0 ? only : from, to })
    }
  }
  return found
}

/** Whether a phrase names a people: an answer to "what is your background?". */
export const isPeople = (w: string): boolean => peoples.includes(w)
