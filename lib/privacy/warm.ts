import { contextOf } from './context.ts'
import { lexicon } from './lexicon/load.ts'
import { taggedIn } from './model/tagger.ts'
import { read } from './text.ts'

let isWarm = false

/** Loads the lexicon and the model, once in a process and outside of any turn's time. The first turn does it when nobody has. */
export function warmUp(): void {
  if (isWarm) return
  isWarm = true
  lexicon()
  taggedIn(read('hello'), contextOf('user', 'none', {}), [])
}
