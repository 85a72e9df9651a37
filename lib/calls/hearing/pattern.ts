/**
 * The source of a regular expression as it is written, over as many lines as it needs: a line break and the indentation
 * after it are dropped. A space that begins a line is written `[ ]`.
 */
export const source = (strings: TemplateStringsArray, ...parts: readonly string[]): string =>
  String.raw(strings, ...parts).replace(/\n */g, '')

/** A regular expression written like `source`. */
export const re = (strings: TemplateStringsArray, ...parts: readonly string[]): RegExp =>
  new RegExp(source(strings, ...parts))
