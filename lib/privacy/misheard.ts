import { lexicon } from './lexicon/load.ts'
import { list, type Doc } from './text.ts'

/** How a word sounds, roughly: consonants, with what recognition confuses made one. */
export function soundOf(word: string): string {
  const plain = word
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/^(?:ps|pn)/, (start) => start[1]!)
    .replace(/^kn|^gn/, 'n')
    .replace(/^wr/, 'r')
    .replace(/^x/, 's')
    .replace(/ph/g, 'f')
    .replace(/(?:sch|sh|ti(?=[aou])|ci(?=[aou])|ssi)/g, 'S')
    .replace(/tch|ch/g, 'C')
    .replace(/th/g, 't')
    .replace(/gh/g, '')
    .replace(/d?g(?=[eiy])/g, 'j')
    .replace(/c(?=[eiy])/g, 's')
    .replace(/ck|qu?|c/g, 'k')
    .replace(/x/g, 'ks')
    .replace(/z/g, 's')
    .replace(/v/g, 'f')
    .replace(/(?<=[aeou])r(?![aeiouy])/g, '')
    .replace(/C/g, 'S')
  return plain.replace(/[aeiouyhw]/g, '').replace(/(.)\1+/g, '$1')
}

/** Changes of a letter between two words, up to `most`; more is told as `most + 1`. */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    if (Math.min(...next) > most) return most + 1
    row = next
  }
  return row[b.length]!
}

/** Names that callers say often, beside the words of the lists that were written by hand. */
const seeds =
  `warfarin apixaban rivaroxaban edoxaban dabigatran clopidogrel bisoprolol ramipril amlodipine losartan lisinopril
  candesartan doxazosin atenolol propranolol furosemide bendroflumethiazide spironolactone simvastatin atorvastatin rosuvastatin
  metformin gliclazide sitagliptin empagliflozin dapagliflozin semaglutide tirzepatide liraglutide insulin levothyroxine carbimazole
  omeprazole lansoprazole esomeprazole sertraline citalopram escitalopram fluoxetine paroxetine mirtazapine venlafaxine duloxetine
  amitriptyline nortriptyline trazodone diazepam lorazepam temazepam zopiclone pregabalin gabapentin quetiapine olanzapine risperidone
  aripiprazole lithium lamotrigine levetiracetam carbamazepine topiramate valproate phenytoin methotrexate azathioprine
  hydroxychloroquine sulfasalazine mesalazine adalimumab etanercept infliximab rituximab prednisolone hydrocortisone dexamethasone
  tamoxifen letrozole anastrozole amoxicillin flucloxacillin doxycycline lymecycline erythromycin clarithromycin penicillin
  trimethoprim nitrofurantoin metronidazole ibuprofen naproxen diclofenac paracetamol codeine tramadol morphine oxycodone aspirin
  salbutamol montelukast cetirizine loratadine fexofenadine sumatriptan isotretinoin roaccutane finasteride minoxidil utrogestan
  oestrogel ozempic wegovy mounjaro methylphenidate elvanse melatonin colchicine allopurinol alendronic digoxin amiodarone verapamil
  diltiazem nifedipine lercanidipine indapamide ezetimibe folic ferrous ropinirole pramipexole donepezil memantine tamsulosin
  sildenafil tadalafil desogestrel microgynon cerazette nexplanon mirena evorel raloxifene
  diabetes diabetic hypertension hypotension hypothyroidism hyperthyroidism epilepsy epileptic asthma asthmatic angina arrhythmia
  fibrillation cardiomyopathy thrombosis embolism haemophilia anaemia anaemic leukaemia lymphoma melanoma carcinoma psoriasis eczema
  dermatitis rosacea vitiligo alopecia urticaria impetigo cellulitis shingles arthritis rheumatoid osteoporosis osteoarthritis
  fibromyalgia scoliosis sciatica lupus scleroderma sarcoidosis crohns colitis coeliac diverticulitis pancreatitis hepatitis cirrhosis
  gallstones endometriosis fibroids polycystic menopause hysterectomy miscarriage pregnant breastfeeding bipolar schizophrenia
  depression anxiety anorexia bulimia dysmorphia autistic autism dyslexia parkinsons alzheimers dementia sclerosis neuropathy migraine
  migraines vertigo tinnitus glaucoma cataracts blepharitis emphysema bronchitis pneumonia tuberculosis sinusitis tonsillitis
  pacemaker defibrillator chemotherapy radiotherapy mastectomy colostomy catheter anaphylaxis anaphylactic keloid haemorrhoids hernia
  pressure cholesterol thyroid kidney allergic allergies antibiotics antidepressants antihistamines steroids anticoagulants
  immunosuppressants hydrocodone hashimotos raynauds sjogrens ehlers danlos addisons cushings hodgkins`.split(/\s+/)

/** A sound, and with each but its first left out, so that one may be missing or wrong. */
function keysOf(sound: string): Set<string> {
  if (sound.length < 5) return new Set([sound])
  return new Set([sound, ...[...sound].map((_, i) => sound.slice(0, i) + sound.slice(i + 1)).slice(1)])
}

type Index = { bySound: ReadonlyMap<string, string[]>; words: ReadonlySet<string> }
let built: Index | null = null

function index(): Index {
  if (built) return built
  const bySound = new Map<string, string[]>()
  for (const word of seeds) {
    const sound = soundOf(word)
    for (const key of keysOf(sound)) bySound.set(key, [...(bySound.get(key) ?? []), word])
  }
  return (built = { bySound, words: new Set(seeds) })
}

/** The health word that was probably meant, of those that callers say often. `slack` is the share of letters that may differ. */
export function meantBy(heard: string, slack: number): string | null {
  const { bySound, words } = index()
  if (words.has(heard)) return heard
  const sound = soundOf(heard)
  if (sound.length < 3) return null
  const keys = keysOf(sound)
  let best: string | null = null
  let least = Infinity
  for (const key of keys) {
    for (const word of bySound.get(key) ?? []) {
      const most = Math.floor(Math.max(word.length, heard.length) * slack)
      const apart = distance(heard, word, most)
      if (apart <= most && apart < least) [best, least] = [word, apart]
    }
  }
  return best
}

/** Words of two that no list has: "grandkids", "stepdaughter", "minicab". */
const prefixed = /^(?:grand|step|mini)([a-z]{3,})$/

/** Whether a word is no English that is known here: a name, a drug, or misheard. */
export function isUnknown(w: string): boolean {
  const { known } = lexicon()
  if (w.length < 3 || /\d/.test(w) || known.has(w)) return false
  const rest = prefixed.exec(w)?.[1]
  if (rest && known.has(rest)) return false
  return !['s', 'es', 'ed', 'd', 'ing', 'er', 'ers', 'ly', 'y'].some(
    (ending) =>
      w.endsWith(ending) && (known.has(w.slice(0, -ending.length)) || known.has(`${w.slice(0, -ending.length)}e`)),
  )
}

/** The words of a text, those that are no English and sound like a health word replaced by it. */
export function putRight(doc: Doc): string[] {
  return doc.words.map(({ w, isMask }) => {
    if (isMask || w.length < 5 || !isUnknown(w) || lexicon().terms.has(w) || lexicon().keep.has(w)) return w
    return meantBy(w, 0.3) ?? w
  })
}

/** With these no health word ends that was heard as several. */
const light = new Set(list('so i and but for my is it if the or now you to are was were am that this with does did has had have since want wanting they we'))
const weekdays = new Set(list('monday tuesday wednesday thursday friday saturday sunday'))
const owning = /^(?:my|our|your|his|her|their|the|a|an|this|that)$/

/** How many words from `i` sound together like one health word: "war for in", "sir tra leen", "a picks a ban". 0: none. */
export function meantFrom(doc: Doc, i: number): number {
  const { w } = doc.words[i]!
  // A health word that stands alone takes none of its neighbours along.
  if (lexicon().terms.get(w)?.tier === 'S' || (w.length > 5 && meantBy(w, 0.2))) return 0
  for (let length = 5; length >= 2; length -= 1) {
    const words = doc.words.slice(i, i + length)
    if (words.length < length || words.some((word, k) => word.isMask || (k > 0 && word.gap === '.'))) continue
    if (light.has(words.at(-1)!.w) || words.some((word) => weekdays.has(word.w))) continue
    const heard = words.map((word) => word.w).join('')
    // "My phone" is one more often than morphine, and "my gran" than migraine; "my grain" is not. Nor is "microphone on" microgynon.
    const areKnown = words.every((word) => lexicon().known.has(word.w))
    const isPlain = areKnown && ((length === 2 && owning.test(w)) || words.some((word) => word.w.length > 6))
    if (heard.length >= 6 && heard.length <= 22 && meantBy(heard, isPlain ? 0.3 : 0.4)) return length
  }
  return 0
}
