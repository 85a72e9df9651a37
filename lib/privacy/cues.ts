import { re } from './pattern.ts'
import { adverbs, relative, someone } from './people.ts'

/** After these whatever follows is a secret: the noun goes, known or not. */
export const always: RegExp[] = [
  /\b(?:diagnosed|diagnosis|misdiagnosed) (?:me |him |her |us )?(?:with|as|of) /g,
  re`\b(?:suffer|suffers|suffered|suffering) (?:really |quite |very |so |terribly |badly |a lot |bit |a bit |
    a little |on and off |sometimes )*(?:with|from) (?:my |his |her |the |a )?`,
  re`\b(?:history|diagnosis|symptoms|sufferer|survivor|bout|bouts|case|touch|flare ups?|episodes?|survivor|
    signs) of (?!art|the|this|your|payment)`,
  re`\b${someone} ${adverbs}(?:been |being |was |get |got |had )?(?:treated|tested|investigated|monitored|
    medicated|hospitalised|registered|seen|operated on) (?:for|as) (?!a |the |my )`,
  re`\b(?:tablets?|pills?|medication|meds|medicine|injections?|jabs?|cream|creams|treatment|drugs?|inhalers?|
    patches|drops|spray|prescription|steroids?|surgery|operation|something|chemo|therapy|scan|scans|hospital|
    doctors?|specialist|consultant|tested|dose) for (?:my|his|her|an?|the|their) (?!wedding|birthday|holiday|
    face|lips|skin|forehead|nose|treatment|time|consultation|appointment|procedure|daughter|mum|son|husband|
    wife|price|day|summer|party|prom|date|sake|deposit)`,
  /\b(?:prone|susceptible) to (?:getting |having )?/g,
  re`\b(?:born|living|lives|live|coping) with (?!my |our |
    her |his |the |him|her|you|it)`,
  re`\b(?:lost (?:my|our|her|his) \w+ to) `,
  re`\b(?:caught|contracted|come down with|came down with|getting over|got over|recovering from|recovered from|
    struggle with|struggles with|struggled with|struggling with|going down with|tested positive for|full of|
    riddled with|plagued by) (?:a |an |the |my |this |some )?(?!the (?:bus|train)|a (?:bus|train|taxi)|it|you|
    up|parking|that|what|which|choosing|deciding|ideas|questions)`,
  re`\b(?:ultrasound|scans?|x ?rays?|mri|ct|biopsy|smear|mammogram|endoscopy|colonoscopy|bloods?|blood tests?|swab|ecg|echo|dexa|sample|culture|results?|tests?) (?:has |have )?
    (?:showed|shows|shown|showing|found|picked up|revealed|detected|threw up|flagged) (?:up )?(?:that )?(?:i (?:have|had) |i have got )?(?!you|the (?:price|date)|up\b|on\b|how|where|when|why)`,
  /\b(?:(?:tested |came back |come back |was |were |is |am )?(?:positive|negative|borderline) for|(?:tests?|swabs?|biopsy|bloods?|sample|smear|scan|results?|culture) (?:has |have )?(?:come|came) back (?:as|with|showing)) /g,
  /\b(?:carrier|carriers) (?:of|for) (?:the )?/g,
  /\bcarry (?:the|a|an) (?=\w+ (?:gene|trait))/g,
]
/** After these the noun goes, and so does the phrase itself. */
export const allergic = re`\b(?:(?:severely |badly |highly |mildly |very |really |deathly |slightly )?(?:allergic|
  anaphylactic|hypersensitive|allergy|allergies|intolerant|sensitive|intolerance|sensitivity|reaction|reactions|
  react|reacts|reacted) (?:really |quite |very |so |terribly |badly |a bit )*(?:to|with) )(?!filler|fillers|
  botox|light|touch|the treatment)`
/** What stands before "allergy": "a latex allergy". */
export const allergicAfter = /\b(?:(?:[a-z]+ )(?:and [a-z]+ )?)(?=(?:allergy|allergies|intolerance)\b)/g
/** What makes somebody come up in a rash. */
export const brings = re`\b((?:[a-z]+ ){1,2})(?:brings?|brought|makes?|made|sends?|sets?|give|gives|gave|breaks?|
  turns?) (?:me|him|her|my \w+) (?:out(?: in\b| all\b| like\b|$)|up (?:in |like )|come |swell|itch|wheez|react|sneez|off|puff|blow|in a rash|hives|
  a rash|vomit|sick|blister|red|burn|go all|flare)`
/** The same, said the other way round. */
export const swells = re`\b(?:(?:swell|swells|swelled|flare|flares|itch|itches)(?: up| out| all over)?|(?:come|comes|came|break|breaks|broke|blow|
  blows|blew|puff|puffs|swell|swells|swelled|flare|flares|itch|itches)(?: up| out)?(?: all over)?(?: in (?:hives|a rash|lumps|spots|blotches|welts)| like a balloon)|(?:puff|puffs|
  blow|blows|blew) up) (?:if|when|whenever|with|from|to|after|because of|near) (?:i |she |he )?(?:have |eat |touch |use |wear |go near |
  take |smell |get |put on |am near |come into contact with |around )?`
/** What somebody must keep away from. */
export const cannotHave = re`\b(?:i|she|he|we|${relative}) (?:(?:really|just|also) )*(?:can not|must not|do not|
  am not allowed|never|not allowed)(?: to)? (?:have|eat|take|touch|tolerate|wear|go near|drink|be given|
  be near) (?:any |anything with |any kind of )?`
/** After these a word that is no English, a word of the lexicon or one that sounds like it goes. */
export const medicines: RegExp[] = [
  re`\b(?:${someone} ${adverbs}|been |being |back |was |went |still |currently )?(?:am|is|are|was|were|been|be|
    went|go|gone|put|started|me|him|her|back|stay|still|currently|just) ${adverbs}on (?:to )?`,
  re`\b(?:take|takes|took|taking|taken|prescribed|prescribe|inject|injects|injecting|come off|came off|
    coming off|finished|stopped|started|start|swapped to|switched to|moved to|upped|dose of|milligrams of|mg of|
    micrograms of|course of|using|use|used|given|gave me|gave him|gave her|need|needs|having) (?:me |him |her |
    us |my |the |to take )?`,
  /(?:^|\. |and |just |yeah |yes |also |plus |or )/g,
]
/** Whom one sees for what one has; said together with the verb. */
export const carers = re`\b(?:see|sees|seeing|saw|seen|under|been to|referred to|having|had|got|have|with) (?:a |an |
  the |my |by a |by the )?((?:[a-z]+ )?(?:therapist|counsellor|shrink|psych[a-z]+|cardiolog[a-z]+|oncolog[a-z]+|
  neurolog[a-z]+|rheumatolog[a-z]+|haematolog[a-z]+|endocrin[a-z]+|gastro[a-z]*|urolog[a-z]+|gynae[a-z]*|
  nephrolog[a-z]+|respiratory|dietician|dietitian|midwife|midwives|physio|physiotherap[a-z]+|osteopath|
  chiropractor|cpn|key worker|support worker|social worker|mental health (?:team|nurse|worker|services)|
  heart (?:specialist|consultant|doctor)|skin specialist|specialist nurse|fertility (?:clinic|specialist|
  doctor)|eye specialist|(?:eye|chest|heart|kidney|liver|cancer|pain|memory|diabetic|diabetes|epilepsy|
  stroke) (?:clinic|hospital|team|nurse|specialist|consultant|doctor|unit)))\b`
/** A consultant of one's own, as opposed to the clinic's. */
export const under = re`\bunder (?:a |an |the |my )?(?:consultant|hospital|specialist|doctor|gp|care of (?:a |
  the )?\w+|[a-z]+ (?:team|clinic|unit|hospital|consultant|specialist|services))\b(?: at (?:the )?\w+)?`
/** What somebody died of; the phrase goes with it. */
export const deaths = /\b(?:died|passed away|passed on|passed) (?:of|from|with) (?:a |an )?/g
/** Before a verb: it is asked about the clinic, or in general. */
export const someoneElse = /\b(?:you|they|can i|could i|may i|do i|should i|will i|is it|clinic)(?: \w+){0,2} $/
