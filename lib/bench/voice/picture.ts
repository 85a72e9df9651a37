import { scaleLinear } from 'd3-scale'
import { area, curveBasis, line } from 'd3-shape'
import type { VoiceFigures } from '#lib/bench/voice/summary.ts'

const WIDTH = 960
const LEFT = 215
const RIGHT = 30
const BUDGET_MS = 800
const ink = '#1f2328'
const quiet = '#59636e'
const rule = '#d1d9e0'
const warning = '#b42318'
// One hue for hearing, one for thinking, one for speaking; light and dark within them, so that the order reads without colour as well.
const colours = { endpointing: '#9aa4b2', stt: '#6b7a90', llm: '#7c5cc4', clause: '#b9a6e3', tts: '#2a78d6', own: '#0f2f57' }

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const text = (x: number, y: number, words: string, { size = 13, fill = ink, anchor = 'start', weight = 400 } = {}) =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size}" fill="${fill}" text-anchor="${anchor}" font-weight="${weight}">${escaped(words)}</text>`
const seconds = (ms: number) => `${(ms / 1_000).toFixed(ms % 1_000 === 0 ? 0 : 1)} s`

type Bar = { title: string; ms: number; colour: string }

/** The median turn of a run as two rows of bars: the batch way and the streaming one. */
function barsOf({ parts }: VoiceFigures): { batch: Bar[]; streaming: Bar[] } {
  const bar = (title: string, ms: number, colour: string): Bar => ({ title, ms: Math.max(0, ms), colour })
  const p50 = (name: keyof VoiceFigures['parts']) => parts[name].p50
  const finalWait = p50('sttFinalMs') - p50('endpointingMs')
  const shown = p50('sttFinalMs') + p50('llmTtftMs') + p50('chunkWaitMs') + p50('ttsTtfbMs')
  return {
    batch: [bar('end of speech', p50('endpointingMs'), colours.endpointing), bar('whole text', p50('batchSttMs'), colours.stt), bar('whole answer', p50('batchLlmMs'), colours.llm), bar('whole voice', p50('batchTtsMs'), colours.tts)],
    streaming: [
      bar('end of speech', p50('endpointingMs'), colours.endpointing), bar('final text', finalWait, colours.stt), bar('first token', p50('llmTtftMs'), colours.llm),
      bar('first clause', p50('chunkWaitMs'), colours.clause), bar('first sound', p50('ttsTtfbMs'), colours.tts), bar('own', p50('e2eTtfbMs') - shown, colours.own),
    ],
  }
}

function waterfall(runs: readonly VoiceFigures[], x: (ms: number) => number, top: number): string {
  return runs.map((run, index) => {
    const { batch, streaming } = barsOf(run)
    const y = top + index * 74
    const row = (bars: readonly Bar[], rowY: number, height: number, label: string, total: number) => {
      let at = 0
      const drawn = bars.map((bar) => {
        const from = x(at)
        at += bar.ms
        const width = Math.max(0, x(at) - from - 1)
        const name = width > 12 + 7 * bar.title.length ? text(from + 6, rowY + height / 2 + 4, bar.title, { size: 12, fill: bar.colour === colours.endpointing || bar.colour === colours.clause ? ink : '#ffffff' }) : ''
        return `<rect x="${from.toFixed(1)}" y="${rowY}" width="${width.toFixed(1)}" height="${height}" rx="2" fill="${bar.colour}"><title>${escaped(bar.title)} ${bar.ms.toFixed(0)} ms</title></rect>${name}`
      }).join('')
      const end = x(at) + 8
      const isTight = end > WIDTH - RIGHT - 60
      return `${text(LEFT - 12, rowY + height / 2 + 4, label, { anchor: 'end', size: 12, fill: quiet })}${drawn}${text(isTight ? WIDTH - RIGHT : end, isTight ? rowY - 3 : rowY + height / 2 + 4, `${total.toFixed(0)} ms`, { size: 12, weight: 600, anchor: isTight ? 'end' : 'start' })}`
    }
    return `${text(24, y + 24, run.llm, { weight: 600 })}${row(batch, y, 24, 'batch', run.parts.batchMs.p50)}${row(streaming, y + 28, 24, 'streaming', run.parts.e2eTtfbMs.p50)}`
  }).join('\n')
}

const legends: [string, string][] = [['end of speech', colours.endpointing], ['text', colours.stt], ['answer', colours.llm], ['first clause', colours.clause], ['voice', colours.tts], ['own', colours.own]]

/** Names of colours in a row. */
function legend(entries: readonly (readonly [string, string])[], left: number, y: number): string {
  let x = left
  return entries.map(([name, colour]) => {
    const from = x
    x += 34 + 7 * name.length
    return `<rect x="${from}" y="${y - 11}" width="12" height="12" rx="2" fill="${colour}"/>${text(from + 18, y, name, { size: 12 })}`
  }).join('')
}

/** A smoothed outline of how many turns took how long, as high as asked at its peak. */
function hillOf({ binMs, bins, x, base, height, fill }: { binMs: number; bins: readonly number[]; x: (ms: number) => number; base: number; height: number; fill: string }): string {
  const first = Math.max(0, bins.findIndex((count) => count > 0) - 1)
  const points = [...bins.slice(first), 0].map((count, index) => [x((first + index + 0.5) * binMs), count] as [number, number])
  const peak = Math.max(1, ...bins)
  const y = (count: number) => base - (height * count) / peak
  const outline = line<[number, number]>().x(([at]) => at).y(([, count]) => y(count)).curve(curveBasis)(points)
  const filled = area<[number, number]>().x(([at]) => at).y0(base).y1(([, count]) => y(count)).curve(curveBasis)(points)
  return `<path d="${filled}" fill="${fill}" fill-opacity="0.25"/><path d="${outline}" fill="none" stroke="${fill}" stroke-width="1.5"/>`
}

function distributions(runs: readonly VoiceFigures[], x: (ms: number) => number, top: number): string {
  return runs.map((run, index) => {
    const base = top + (index + 1) * 66
    const { binMs, streaming, batch } = run.histogram
    return [
      `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${base}" y2="${base}" stroke="${rule}"/>`,
      hillOf({ binMs, bins: batch, x, base, height: 50, fill: colours.stt }), hillOf({ binMs, bins: streaming, x, base, height: 50, fill: colours.tts }),
      text(24, base - 22, run.llm, { weight: 600 }), text(24, base - 6, `${(100 * run.within800Ms).toFixed(0)} % in 800 ms`, { size: 12, fill: quiet }),
    ].join('')
  }).join('\n')
}

function axis(x: (ms: number) => number, ticks: readonly number[], top: number, bottom: number): string {
  const lines = ticks.map((tick) => `<line x1="${x(tick).toFixed(1)}" x2="${x(tick).toFixed(1)}" y1="${top}" y2="${bottom}" stroke="${rule}" stroke-dasharray="2 3"/>${text(x(tick), bottom + 16, seconds(tick), { size: 12, fill: quiet, anchor: 'middle' })}`)
  return `${lines.join('')}<line x1="${x(BUDGET_MS).toFixed(1)}" x2="${x(BUDGET_MS).toFixed(1)}" y1="${top - 6}" y2="${bottom}" stroke="${warning}" stroke-width="1.5"/>${text(x(BUDGET_MS) + 5, top - 8, '800 ms', { size: 12, fill: warning, weight: 600 })}`
}

/** The runs as one picture: the median turn part by part, batch above streaming, and how the turns spread about the 800 ms line. */
export function pictureOf(runs: readonly VoiceFigures[]): string {
  const longest = Math.max(BUDGET_MS, ...runs.map((run) => Math.max(run.parts.batchMs.p99, run.parts.e2eTtfbMs.p99)))
  const x = scaleLinear([0, longest], [LEFT, WIDTH - RIGHT]).nice()
  const ticks = x.ticks(8)
  const waterfallTop = 126
  const waterfallBottom = waterfallTop + runs.length * 74 - 10
  const hillsTop = waterfallBottom + 78
  const hillsBottom = hillsTop + runs.length * 66
  const height = hillsBottom + 62
  const turns = runs.reduce((sum, run) => sum + run.parts.e2eTtfbMs.n, 0)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title" font-family="system-ui, -apple-system, Segoe UI, Roboto, sans-serif">`,
    '<title id="title">Time from the caller\'s last word to the agent\'s first sound, streaming against batch</title>',
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    text(24, 34, 'From the caller\'s last word to the agent\'s first sound', { size: 20, weight: 600 }),
    text(24, 56, `Modelled providers with published waits, one seed for both ways; ${turns} turns. The median turn, part by part:`, { fill: quiet }),
    legend(legends, 24, 80), axis(x, ticks, waterfallTop - 12, waterfallBottom), waterfall(runs, x, waterfallTop),
    text(24, hillsTop - 26, 'How all turns spread', { size: 15, weight: 600 }),
    legend([['streaming', colours.tts], ['batch', colours.stt]], LEFT + 200, hillsTop - 26),
    axis(x, ticks, hillsTop, hillsBottom), distributions(runs, x, hillsTop),
    text(24, height - 18, 'No network between the parts. Batch: one request for the whole utterance, the whole answer, the whole sound; its own cost taken to be nothing.', { size: 12, fill: quiet }),
    '</svg>', '',
  ].join('\n')
}
