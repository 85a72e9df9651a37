import { re } from './pattern.ts'

/**
 * Belief, origin, love and unions by the names they go by in Britain: closed lists, in the frames that say them of a person, or by
 * themselves where a name is nothing else. See `identity.ts` for what is said in sentences.
 */
const self = `(?:i am|we are|he is|she is|they are|am|are|is|was|were|been|used to be|being|as|become|became)`
const some = `(?:a |an |the |in |in the |with |with the |part of |active in |a member of |a rep for |rep for |branch secretary of |very |proper |lifelong |quite |sort of ){0,3}`

const initials = `(?:gmb|g m b|g m bee|rmt|r m t|rcn|r c n|rcm|bma|b m a|neu|n e u|nasuwt|nas u w t|pcs|p c s|poa|cwu|c w u|fbu|f b u|ucu|u c u|usdaw|us daw|aslef|as lef|
  tssa|eis|e i s|nuj|n u j|num|n u m|napo|bectu|nipsa|balpa|iww|siptu|inmo|unison|you nice on|nautilus|naht|ascl|tgwu|transport and general|united voices of the world|
  society of radiographers|chartered society of physiotherapy|royal college of (?:nursing|midwives)|musicians union|national union of \\w+)`.replace(/\n */g, '')
const words = `(?:unite|prospect|accord|aegis|community|equity|voice|acorn)`
const nation = `(?:twi|yoruba|igbo|hausa|urdu|punjabi|bengali|sylheti|gujarati|hindi|tamil|telugu|malayalam|nepali|polish|romanian|lithuanian|latvian|hungarian|bulgarian|ukrainian|
  somali|amharic|tigrinya|swahili|shona|arabic|farsi|dari|pashto|kurdish|sorani|turkish|portuguese|mandarin|cantonese|vietnamese|tagalog|thai|patois|romani|shelta|cant)`.replace(/\n */g, '')
const homes = `(?:lagos|abuja|accra|kumasi|kingston|montego bay|karachi|lahore|islamabad|mirpur|delhi|mumbai|kolkata|chennai|dhaka|sylhet|colombo|kathmandu|nairobi|mombasa|
  harare|bulawayo|lusaka|freetown|banjul|kampala|addis ababa|asmara|mogadishu|hargeisa|johannesburg|durban|port of spain|bridgetown|georgetown|castries|manila|cebu|warsaw|krakow|gdansk|
  lodz|bucharest|cluj|sofia|vilnius|riga|tallinn|lisbon|madeira|athens|nicosia|istanbul|ankara|tehran|baghdad|erbil|damascus|aleppo|beirut|cairo|casablanca|algiers|tunis|kabul|beijing|
  shanghai|guangzhou|hong kong|hanoi|saigon|bangkok|jakarta|seoul|tokyo|moscow|kyiv|kiev|minsk|tirana|pristina|sarajevo|belgrade|zagreb|budapest|prague|bratislava)`.replace(/\n */g, '')
const parties = `(?:tuv|t u v|uup|u u p|dup|d u p|snp|s n p|ukip|u k i p|sdlp|sinn fein|shin fain|plaid|plaid cymru|alba party|people before profit|momentum|your party|workers party|the greens|
  lib dems?|tory party|labour party|green party|reform uk)`.replace(/\n */g, '')
const leanings = `(?:unionist|nationalist|loyalist|republican|royalist|socialist|communist|marxist|trotskyist|anarchist|tory|blairite|thatcherite|corbynite|corbynista|brexiteer|remainer|remoaner|
  leaver|right wing|left wing|right winger|left winger|lefty|leftie|centrist|swing voter|floating voter|mla|msp|councillor|town councillor|county councillor|parish councillor|mayor|party member|
  young conservatives?|young labour|young fabians?|feminist|left of centre|right of centre|suffragist|rejoin eu|pro life|pro choice|anti vaxxer)`.replace(/\n */g, '')
const feasts = `(?:beltane|samhain|imbolc|ostara|eid|eid al (?:fitr|adha)|diwali|deepavali|vaisakhi|navratri|raksha bandhan|pesach|passover|purim|sukkot|rosh hashanah|yom kippur|tisha b av|
  shabbat|shabbos|the sabbath|ramadan|ramadhan|ramzan|ash wednesday|holy week|maundy thursday|vesak|wesak|losar|nowruz|naw ruz|muharram|ashura|mawlid|hajj|umrah|mecca|makkah|medina|lourdes|
  medjugorje|walsingham|the solstice|iftar|suhoor|taraweeh)`.replace(/\n */g, '')
const faiths = `(?:catholic|roman catholic|protestant|anglican|c of e|church of (?:england|scotland|ireland|wales)|methodist|baptist|presbyterian|pentecostal|evangelical|episcopalian|unitarian|quaker|
  mormon|latter day saint|salvationist|seventh day adventist|jehovah(?: s)? witness|born again|plymouth brethren|exclusive brethren|brethren|christadelphian|wee free|free presbyterian|orthodox|
  coptic|zoroastrian|parsi|bahai|baha i|druid|wiccan|pagan|heathen|humanist|atheist|agnostic|taoist|hare krishna|ravidassia|ahmadi|ismaili|sunni|shia|salafi|sufi|muslim|moslem|hindu|sikh|
  see k|jain|buddhist|jewish|rastafarian|rasta|curate|deacon|deaconess|verger|sacristan|lay reader|churchwarden|church warden|rabbi|imam|granthi|nun|monk|priest|vicar|elder at)`.replace(/\n */g, '')
const number = '(?:\\d{1,3}|(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|a hundred|hundred)(?: and)? ?)?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)?)'
const street = '(?! (?:street|road|lane|hill|close|avenue|square|park|centre|house|school|hall|oats|car park))'

export const belief: RegExp[] = [
  // Unions.
  re`(?<=\b(?:${self}|in|with|by|for|left|joined|join|member of|belong to|rang|from|of|through|my|her|his) ${some})${initials}(?: (?:rep|steward|branch|members?|official|card|meeting|conference|ballot|pilot))?\b`,
  re`(?<=\b(?:belong to|member of|rep for|rep in|steward for|steward in|left|joined|subs to|organiser for|official for) (?:the )?)${words}\b(?! (?:centre|release|street|card|road))`,
  re`\b(?:shop steward|(?:union |the )?learning rep|(?:father|mother) of the chapel|branch (?:secretary|treasurer|chair|meeting|officer)|convenor|picket lines?|work(?:ing)? to rule|
    strike (?:pay|ballot|fund|vote|action|committee)|facility time|full time release|bargaining committee|ballot(?:ing|ed) for (?:a |the )?strike|all out that day|ballot (?:results?|papers?)|down(?:ed)? tools|blackleg|industrial action|trades council|
    t u c|pit strike|voted (?:to|for a) strike|cross(?:ed|ing)? the (?:picket )?line|national executive|striking with the [a-z]+(?: [a-z]+)?(?= so| and| but| \.|$)|(?<=\b(?:we|they) (?:have |all )*)walked out(?= (?:at|on|over|in)\b)|(?<=\b(?:am|was|being|called (?:me|him|her)) (?:a )?)scab)\b(?! (?:on my|on the nose))`,
  // Politics.
  re`(?<=\b(?:${self}|in|with|for|vote|voted|voting|joined|join|left|support|canvass(?:ing)? for|leafleting for|member of) ${some})${parties}\b`,
  re`(?<=\b${self} ${some})${leanings}\b${street}`,
  re`\bvoted? (?:yes|no|leave|remain|stay|out|in)\b(?= (?:in|to|for|and|at)\b| \.|$)|\bvot(?:ed?|ing) (?:for|against) (?:independence|brexit|leaving|remaining)\b|\b(?:do not|never) vote(?:d)?\b|\bspoil(?:ed|t)? my (?:ballot|vote)\b`,
  re`(?<=\b(?:teller|telling|phone banking|leafleting|knocking on doors|work|works|working) for (?:the )?)(?:conservatives|tories|labour party|lib dems?|greens|reform|snp|plaid)\b|(?<=\b(?:am|is|are) )(?:an )?mps? wife\b|\bmarched (?:against|for|with) (?:the )?[a-z]+\b|\b(?:labour|tory|conservative|lib dem|green|reform) phone bank\b|
    \b(?:canvassing|leafleting|leafletting|hustings|polling agent|election agent|on the council|(?:running|standing|stood|ran) (?:for|as) (?:the |our |a |an )?(?:council|councillor|parliament|mp|mayor|election|independent|labour|lib dems?|tories|greens|reform|snp|plaid)|(?:helping|out for|out with|leaflets for) alliance|anti fascist|extinction rebellion|just stop oil|stop the war|independence (?:march|rally)|pride march|
    palestine march|peace march|(?:anti|pro) [a-z]+ (?:march|protest|demo|rally)|(?:remain|leave|yes|no) campaign|(?:floating|swing|tactical|undecided|first time) voter|indy ?ref|orange (?:lodge|order|march)|orangeman|orange man)\b`,
  re`(?<=\b(?:am|is|are|was|been) an? (?:lifelong |proper |staunch |true |big |paid up |card carrying )?)conservative(?= (?:i|and|so|but|voter|councillor|member|candidate|through)\b| \.|$)`,
  re`(?<=\b(?:am|is|was) an )mp\b|(?<=\b(?:a|am|are) )lib demons?\b`,
  re`\b(?:green|labour|tory|conservative|lib dem|reform|snp|plaid) (?:club|teller|councillor|delegate|candidate|member|activist|canvasser|voter|supporter|group meeting|conference)s?\b|\bmomentum meetings?\b|
    (?<=\b(?:going to|off to|at|marching at|marching in|back from|volunteering at) )pride\b(?! (?:of|in|and|itself))`,
  // Religion.
  re`\b${feasts}\b${street}`,
  re`(?<=\b(?:${self}|raised|brought up|born|converted|turned) ${some}(?:practising |strict |devout |lapsed |cradle |non practising |reform |ultra )?)${faiths}\b${street}`,
  re`\b(?:gurdwara|mandir|turban|christening|baptism|baptised|amritdhari|khalsa|jumu ah|jumu'ah|synagogue|shul|kingdom hall|masjid|jummah|halaqa|mikveh|mikvah|langar|evensong|vespers|rosary|novena|confirmation classes?|catechism|bible (?:study|group|class)|alpha course|
    sunday school|(?:chapel|church) choir|first (?:holy )?communion|(?:bat|bar) mitzvah|word of wisdom|holy orders|took (?:my )?vows|in confession|meeting house|(?:the )?church elders|halal|kosher|
    prayer (?:mat|beads|group|meeting)|i prayed|we pray|eat(?:ing)? pork|haram)\b${street}`,
  // What is a day of the church for those who told theirs.
  re`(?<=\b(?:${self}|for|as) ${some}(?:practising |strict |devout |lapsed )?${faiths}\b[^.]{0,60}\b)(?:good friday|palm sunday|easter(?: sunday| monday| weekend)?|holy saturday|advent|lent|(?:summer |winter )?solstice|equinox|midsummer|all saints(?: day)?)\b`,
  // Love.
  re`\b(?:dyke|twink|civil partner(?:ship)?|swings? both ways|bats? for the other (?:team|side)|gay (?:bar|club|scene|app|choir)|grindr|two (?:mum|mam|dad) family|out at work|
    rainbow (?:pin|badge|lanyard)|same sex (?:couple|marriage|wedding)|(?:like|liked|fancy|fancied|into) (?:girls|boys|men|women|blokes) (?:that way|really|not)|as camp as|demisexual|aromantic|
    questioning still|still questioning|her (?:wife|girlfriend)|his (?:husband|boyfriend)|dating (?:men|women|blokes|girls|guys|lads)|my (?:same sex|male|female) partner)\b`,
  re`(?<=\bi am )straight(?= |$)(?! (?:after|to|from|in|off|on|out|through|back|into|up|with|away|over|down|there|after|forward|talking)\b)`,
  re`\b(?:husbands?|boyfriend|hubby)\b(?=[^.]{0,60}\bi am (?:a )?(?:man|bloke|male|guy|lad|fella)\b)|\b(?:wife|girlfriend|missus)\b(?=[^.]{0,60}\bi am (?:a )?(?:woman|female|girl|lady|lass)\b)`,
  re`(?<=\bi am (?:a )?(?:man|bloke|male|guy|lad|fella)\b[^.]{0,60}\bmy )(?:husband|boyfriend|hubby)\b|(?<=\bi am (?:a )?(?:woman|female|girl|lady|lass)\b[^.]{0,60}\bmy )(?:wife|girlfriend|missus)\b`,
  re`\b(?:married|engaged) to (?:a|another) (?:woman|man|bloke|girl|lad|lass|fella)\b|
    \bleft my (?:husband|wife) for (?:a|another) (?:woman|man|bloke|girl)\b|(?<=\b(?:is|are|am|was) (?:only |more |really |always )?)into (?:girls|women|boys|men|lads|blokes|lasses)\b|\bher (?:missus|mrs)\b|\bhis fella\b`,
  re`\b(?:wife|husband|hubby|girlfriend|boyfriend|partner|ex|fella|missus|other half|fiance|fiancee)\b(?=[^.]{0,80}\b(?:both|two) (?:women|men|ladies|girls|lads|blokes|fellas|brides|grooms|wives|husbands)\b)|
    (?<=\b(?:both|two) (?:women|men|ladies|girls|lads|blokes|fellas|brides|grooms|wives|husbands)\b[^.]{0,60}\bmy )(?:wife|husband|hubby|girlfriend|boyfriend|partner|ex|fella|missus|other half|fiance|fiancee)\b|\btwo (?:old )?queens\b|\bnot out (?:to|at|yet)\b|\b(?:gay|(?:husband and husband|wife and wife)|lesbian couple|gay couple|lesbians?|bisexual)\b(?! (?:abandon|paree|street|bar|gordons))`,
  // Gender.
  re`\bused to be my (?:son|daughter|brother|sister|dad|mum|husband|wife)\b|\b(?:becoming|became|living as) a (?:man|woman|girl|boy)\b|\bgo(?:es)? by (?:they|she|he)\b|\bnot a (?:he|she|sir|madam|mr|mister)\b(?: or a (?:he|she))?|\bchanged (?:my|his|her|their) gender\b|\b(?:mr not mrs|mrs not mr|mr not miss|miss not mr)\b`,
  re`\b(?:he him|she her|they them|dead ?name|gender (?:identity )?clinic|g i c|gic|detransition\w*|cross ?dress\w*|drag (?:queen|king|act|show)|do drag|(?:chest |my |the )binder|enby|non[e]? ?binary|not a man or a woman|neither a man nor a woman|non buy nary|
    gender ?fluid|gender ?queer|agender|intersex|trans (?:man|woman|girl|guy|masc|femme)|transgender|transsexual|facial feminisation|voice feminisation|tracheal shave|stealth at work|
    (?:my|the) title(?: is)? mx)\b`,
  // Who somebody was, and is.
  re`\bnot that way inclined\b|\b(?:do not|did not|never) feel like (?:a |either )?(?:man|woman|boy|girl)(?: or (?:a )?(?:man|woman|boy|girl))?\b|(?<=\b(?:lad|son|boy|brother|husband|dad|uncle|nephew) (?:is |was )?)my (?:daughter|sister|wife|mum|aunt|auntie|niece)(?= now\b)|
    (?<=\b(?:daughter|girl|sister|wife|mum|aunt|auntie|niece) (?:is |was )?)my (?:son|brother|husband|dad|uncle|nephew)(?= now\b)`,
  // Sex life.
  re`\b(?:one|two|three|four|five|six|ten|a few|many|several|multiple|\d+) (?:sexual )?partners?\b(?= (?:in (?:my|the)|since|before|at once|ever)\b)|\bsexual partners?\b`,
  re`\b(?:will not|does not|do not|did not|not) (?:touch me|sleep together|sleep in the same bed|sleep with (?:me|him|her|anyone))\b|\bnot been with (?:anyone|anybody|a man|a woman|him|her)\b|\bat it like rabbits\b|\b(?:we|me and him) (?:do not|never|only|still|rarely|hardly) (?:ever )?do it\b|
    \b(?:he|she) comes too (?:quick|fast|soon)\b|\bwhen we do it\b|\bintercourse\b|\bnot slept together\b|\bdating again\b|\bnot done it (?:in|for|since)\b|\bbeen to bed with\b|\bnot been intimate\b|\bseeing (?:someone new|somebody new|other people|a (?:younger|older|married) (?:man|woman|bloke))\b|\b(?:during|resume|resuming|having|have|had) (?:marital )?relations\b|\bcan no longer perform\b|\b(?:not been able|unable|struggles|struggling|can not manage) to (?:get it up|keep it up|perform)\b|\bseen me naked\b|\bundress with the lights? on\b`,
  re`\b(?:do(?:ing)? the deed|bit of how is your father|hows your father|bedroom (?:stuff|department|problems?)|ma(?:ke|king|de) love|sleeps? around|sleeping around|rope play|bondage|bdsm|celibate|
    abstaining|separate beds|withdrawal method|pull out method|vibrator|casual partner|gone off (?:me|it|sex)|(?:can not|could not|struggle to) (?:get it up|keep it up|perform in bed)|orgasms?|
    premature ejaculation|(?:finish|come|last) (?:too |only )?(?:quick(?:ly)?|soon|fast|a minute)|(?:size|length) of (?:my|his) (?:penis|willy|manhood|dick|cock)|adult (?:films?|industry|work|content)|cam ?girl|sex work(?:er)?|do it with the lights? (?:off|out)|
    (?:been with|slept with|had) (?:only |just |about )?(?:one|two|three|four|five|a few|more than a few|a lot of|many|several|other) (?:men|women|man|woman|fellas?|lads|girls|blokes?|lovers?)|erections?|condoms?|friends with benefits|onlyfans|pleasure myself|masturbat\w*|not interested in me that way|
    we do not touch|had relations|love life|(?:gone off|off) the bedroom side|bedroom side of things|we swing|swingers?|swinging|open marriage|slept together|seeing (?:two|three|four|a few|several) (?:men|women|fellas|lads|blokes|girls|people)(?: at once)?|(?:sleep|slept|sleeping) with (?:my|his|her|other|different|anyone|anybody) ?(?:husband|wife|partner|boyfriend|girlfriend|men|women|people|fella|bloke)?)\b(?! (?:of the|up the stairs))`,
  // Origin.
  re`(?<=\b(?:speak|speaks|spoke|language(?: is)?|tongue(?: is)?|interpreter for|read) (?:only |mostly |a bit of )?)${nation}\b`,
  re`(?<=\b(?:grew up in|born in|born and raised in|back home in|home in|moved from|came from|came over from|over from|originally from|family (?:is |are )?in|by way of) )${homes}\b`,
  re`(?<=\b(?:${self}|family|from|us|proud|settled|irish|scottish|roma|few of us) ${some})(?:travellers?|pavee|bargees?|showmans?|showmen|romany|romani|gypsy|gypsies|traveller family)\b(?! (?:cream|creams|tart|cheque))`,
  re`(?<=\bi am (?:a |an )?|\bmy skin is (?:a )?|\bskin )type (?:one|two|three|four|five|six|[1-6])\b`,
  // Measures of the body.
  re`(?<!\b(?:want|like|love|prefer|be|go|to|fancy) (?:to be |to |up to )?)\b(?:an? |size )?(?:a|aa|b|c|d|dd|e|f|ff|g|gg|h|hh|j|k|double [a-h]|triple [a-h]) cups?\b(?! (?:of|is what|would))`,
  re`\b(?:twenty|thirty|forty)[ ]?(?:two|four|six|eight) (?:double [a-h]|triple [a-h]|aa|dd|ff|gg|hh|[a-h])(?= (?:and|but|so|now|at|in|on|to|if)\b| \.|$)`,
  re`\b(?:waist|hips?|chest|bust|thighs?|neck|inside leg|calves|upper arms?|shoe size|ring size|collar)(?: size)? (?:is|are|measures?|measured|was|were) (?:a |about |around |only )?
    (?:[a-z] |${number}) ?(?:inch(?:es)?|centimetres?|cm)?\b`,
  re`\b(?:visceral fat|body fat(?: percentage)?|muscle mass|body composition|metabolic age|scan of my face|face scan|(?:three d |3d )?(?:map|model|image|scan) of my (?:face|head|body)|facial (?:geometry|recognition)|face (?:recognition|print|id)|(?:my |me )?face on file|selfie scan|scan(?:ned|s)? (?:my |me )?(?:iris|face|eyes?|thumb|fingerprint|palm|retina)|voice (?:recognition|print|id)|voiceprint|palm (?:vein )?(?:scan|scanner|print|reader)|
    (?:iris|retina|retinal) scan(?:ner)?|(?:my |thumb |finger)prints?(?: (?:scan|scanner|reader|login|unlock))?)\b(?! (?:of the (?:invoice|letter)))`,
]
