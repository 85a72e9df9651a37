import { read } from './text.ts'
import type { Context, Expectation, KeepList, Options, Part, Turn } from './types.ts'

const keepListOf = ({ staff = [], procedures = [] }: Options): KeepList => {
  const plain = (one: string) =>
    read(one)
      .words.map((word) => word.w)
      .join(' ')
  const people = staff.flatMap((one) => {
    const words = plain(one)
      .split(' ')
      .filter((word) => !/^(?:dr|mr|mrs|ms|miss|doctor|nurse|prof|professor)$/.test(word))
    return [words.join(' '), ...words]
  })
  return {
    staff: new Set(people.filter((one) => one !== '')),
    procedures: new Set(procedures.map(plain).filter((one) => one !== '')),
  }
}

const known = new WeakMap<Options, KeepList>()

/** The keep list of these options, read once and not anew for every turn. */
function keepListFor(options: Options): KeepList {
  let keep = known.get(options)
  if (!keep) known.set(options, (keep = keepListOf(options)))
  return keep
}

/** What the detectors are told about a turn. */
export const contextOf = (role: Turn['role'], expectation: Expectation, options: Options): Context => ({
  role,
  expectation,
  keep: keepListFor(options),
  ...(options.tagger ? { tagger: options.tagger } : {}),
  without: new Set<Part>(options.without),
})
