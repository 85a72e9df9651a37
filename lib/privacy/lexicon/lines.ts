/** Answers that are remembered; more would only take room. */
const remembered = 4096

/** Sorted lines in one string, looked up by halving: ready at once and small, where a set of the same words is neither. */
export class Lines {
  private readonly text: string
  private readonly cache = new Map<string, string | null>()

  /** Lines in the order of their UTF-16 units, parted by line feeds. */
  constructor(text: string) {
    this.text = `${text}\n`
  }

  /** The first line that begins with a text; null when none does. */
  startingWith(start: string): string | null {
    const known = this.cache.get(start)
    if (known !== undefined) return known
    const at = this.firstNotBefore(start)
    const found =
      this.text.startsWith(start, at) && at < this.text.length ? this.text.slice(at, this.text.indexOf('\n', at)) : null
    if (this.cache.size >= remembered) this.cache.clear()
    this.cache.set(start, found)
    return found
  }

  has = (line: string): boolean => this.startingWith(`${line}\n`) !== null

  /** Where the first line begins that does not come before a key. */
  private firstNotBefore(key: string): number {
    let [low, high] = [0, this.text.length]
    while (low < high) {
      const begin = this.text.lastIndexOf('\n', ((low + high) >> 1) - 1) + 1
      const end = this.text.indexOf('\n', begin) + 1
      if (this.text.slice(begin, end) < key) low = end
      else high = begin
    }
    return low
  }
}
