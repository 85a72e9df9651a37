import 'server-only'
import { context, propagation, SpanKind, SpanStatusCode, trace, type Span } from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { atExit } from '#lib/shared/at-exit.ts'
import { traceEndpoint } from '#lib/shared/env.ts'

const exportMs = 5_000

/** Sends spans to the operator's collector, where there is one; without it every span is nothing and costs nothing. */
export function startTracing(): void {
  const url = traceEndpoint()
  if (!url) return
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  const provider = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url, timeoutMillis: exportMs }))] })
  trace.setGlobalTracerProvider(provider)
  atExit(() => provider.shutdown())
}

/** Runs a request's work in a span that goes on with the caller's trace (W3C traceparent). Attributes are ids and codes, never what was said. */
export async function traced<T extends Response>(name: string, headers: Headers, work: (span: Span) => Promise<T>): Promise<T> {
  const parent = propagation.extract(context.active(), headers, { get: (carrier, key) => carrier.get(key) ?? undefined, keys: (carrier) => [...carrier.keys()] })
  const span = trace.getTracer('callwaiting').startSpan(name, { kind: SpanKind.SERVER }, parent)
  try {
    const response = await context.with(trace.setSpan(parent, span), () => work(span))
    if (response.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
    return response
  } finally {
    span.end()
  }
}
