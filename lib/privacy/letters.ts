import { list, type Doc, type Range } from './text.ts'

type Told = Range & { label: 'HEALTH' | 'SENSITIVE' }

/** The letters by the words that recognition writes for their names: "bee em eye". */
const names = new Map(
  list(`a:ay a:eh b:be b:bee c:see c:sea c:cee d:dee e:ee f:ef f:eff g:gee h:aitch h:haitch i:eye i:aye j:jay k:kay l:el l:ell m:em n:en o:oh p:pee p:pea p:peas q:cue q:queue r:are r:ar s:ess s:es
    t:tea t:tee t:tees u:you v:vee x:ex y:why y:wye z:zed z:zee`).map((one) => one.split(':').reverse() as [string, string]),
)
const letterOf = (w: string | undefined): string | undefined => (w !== undefined && /^[a-z]$/.test(w) ? w : names.get(w ?? ''))

/** Illnesses, treatments and benefits that go by their initials, and parties and unions; of three letters or more, so that chance makes none. */
const initials = new Map<string, Told['label']>([
  ...list('bmi ivf iui ocd pcos adhd hrt ibs ibd ptsd dvt tia copd hiv uti bpd cfs eds hpv psa mri ecg eeg rsi tmj mrsa std sti ssri pip dla').map((one) => [one, 'HEALTH'] as const),
  ...list('snp dup tuv gmb rmt rcn rcm bma neu fbu cwu pcs poa tuc lgbt lgbtq').map((one) => [one, 'SENSITIVE'] as const),
])
const most = 5

/** Initials, also where their letters were written as words: "my be em eye", "I've had eye vee eff", "the ess en pea". */
export function initialsIn(doc: Doc): Told[] {
  const found: Told[] = []
  for (let i = 0; i < doc.words.length; i += 1) {
    let said = ''
    for (let to = i; to < Math.min(doc.words.length, i + most); to += 1) {
      const { w, gap, isMask } = doc.words[to]!
      const letter = isMask || (to > i && gap === '.') ? undefined : letterOf(w)
      if (letter === undefined) break
      said += letter
      const label = initials.get(said)
      if (label) found.push({ from: i, to: to + 1, label })
    }
  }
  return found
}
