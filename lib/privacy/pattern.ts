/**
 * A regular expression with the flag g, written over as many lines as it needs: a line break and the indentation after it
 * are dropped, so no line begins with a space that counts.
 */
export const re = (strings: TemplateStringsArray, ...parts: readonly string[]): RegExp =>
  new RegExp(String.raw(strings, ...parts).replace(/\n */g, ''), 'g')
