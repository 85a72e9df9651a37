import { severities, type Evidence, type Finding, type Report, type TaskResult } from '#lib/audit/types.ts'
import { verdictOf } from '#lib/audit/verdict.ts'

const escape = (text: string) => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`)
const statusWords = { pass: 'held', fail: 'did not hold', error: 'could not be judged', skipped: 'was not tried' } as const

const row = (one: Evidence) =>
  `<tr><td>${one.ok ? 'yes' : '<strong>no</strong>'}</td><td>${escape(one.what)}</td><td>${escape(one.expected)}</td><td>${escape(one.observed)}</td><td class="n">${one.tookMs === undefined ? '' : `${one.tookMs} ms`}</td></tr>`

const section = (task: TaskResult) => `<section><h2>${escape(task.title)} <span class="${task.status}">${statusWords[task.status]}</span></h2>
${Object.keys(task.metrics).length > 0 ? `<p class="m">${Object.entries(task.metrics).map(([name, value]) => `${escape(name)} <b>${escape(String(value))}</b>`).join(' · ')}</p>` : ''}
<table><thead><tr><th>As it must be</th><th>What was tried</th><th>What must be</th><th>What was seen</th><th>Time</th></tr></thead><tbody>${task.evidence.map(row).join('')}</tbody></table></section>`

const finding = (one: Finding) => `<article><h3><span class="${one.severity}">${one.severity}</span> ${escape(one.title)}</h3>
<p>${escape(one.description)}</p><dl><dt>Where</dt><dd>${escape(one.location)}</dd><dt>Seen</dt><dd>${escape(one.evidence)}</dd><dt>Id</dt><dd>${escape(one.id)}</dd></dl>
<p>${escape(one.fix.explanation)}</p><pre><code>${escape(one.fix.code)}</code></pre></article>`

const style = `:root{color-scheme:light dark}body{font:14px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{width:100%;border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;border-bottom:1px solid #8884}.n{text-align:right;white-space:nowrap}
section,article{margin:2rem 0}.m{font-variant-numeric:tabular-nums}pre{overflow:auto;padding:1rem;border:1px solid #8884;border-radius:.5rem}dt{font-weight:600}dd{margin:0 0 .5rem}
h2 span,h3 span{font-size:.8em;font-weight:600;padding:.1rem .5rem;border:1px solid;border-radius:1rem}.wide{overflow-x:auto}`

/** The report as one page that stands by itself: nothing is loaded from anywhere. */
export function htmlOf(report: Report): string {
  const { summary } = report
  const counts = severities.map((one) => `${summary[one]} ${one}`).join(', ')
  return `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Launch audit</title><style>${style}</style></head><body>
<h1>Launch audit: ${escape(verdictOf(report))}</h1><p>${escape(report.target)}, ${escape(report.startedAt)} to ${escape(report.finishedAt)}. ${counts}.</p>
${report.findings.length > 0 ? `<h2>Findings</h2>${report.findings.map(finding).join('')}` : '<p>No findings.</p>'}
${report.tasks.map((task) => `<div class="wide">${section(task)}</div>`).join('')}</body></html>
`
}
